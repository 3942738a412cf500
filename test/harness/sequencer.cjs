const Sequencer = require("@jest/test-sequencer").default;

/** The suites that take minutes. Begun last, one of them would run on alone while every other worker is idle. */
const LONGEST_FIRST = [
  "contract/licensing.property",
  "journeys/faults",
  "journeys/preview.property",
  "journeys/compose",
];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const place = LONGEST_FIRST.findIndex((name) => path.includes(`/test/${name}.`));
      return place < 0 ? LONGEST_FIRST.length : place;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
