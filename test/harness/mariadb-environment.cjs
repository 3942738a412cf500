const { TestEnvironment } = require("jest-environment-node");

const isRequired = (process.env.CONFIDE_TEST_REQUIRE ?? "").split(",").includes("mariadb");

/** Suites that are about MariaDB: without a server they are left out, said and counted, unless it is required. */
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global.process.env.CONFIDE_TEST_DATABASE = "mariadb";
    this.isLeftOut = !process.env.CONFIDE_TEST_MARIADB && !isRequired;
    this.suite = context.testPath;
  }

  handleTestEvent(event, state) {
    if (event.name !== "run_start" || !this.isLeftOut) return;
    console.warn(`Skipped on MariaDB: ${this.suite} (mariadbd is not installed; apt-get install mariadb-server).`);
    skipAll(state.rootDescribeBlock);
  }
};

function skipAll(block) {
  block.mode = "skip";
  for (const child of block.children) {
    if (child.type === "describeBlock") skipAll(child);
    else child.mode = "skip";
  }
}
