import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../../shared/project-root.js";

/** Two busy cores start five processes in some ten seconds. */
const START_MS = 60_000;

/** The built command line as a process of its own. */
export class Child {
  private readonly process: ChildProcess;
  private readonly closed: Promise<number | null>;
  private text = "";

  /** `root` is where the package lies. */
  constructor(
    readonly command: readonly string[],
    env: Readonly<Record<string, string>>,
    root: string = projectRoot,
  ) {
    this.process = spawn(process.execPath, [join(root, "dist", "confide.js"), ...command], {
      cwd: root,
      env: { PATH: process.env["PATH"] ?? "", ...env },
    });
    const keep = (chunk: Buffer): void => void (this.text += chunk.toString());
    this.process.stdout?.on("data", keep);
    this.process.stderr?.on("data", keep);
    this.closed = new Promise((resolve) => this.process.once("close", (code) => resolve(code)));
    // Whatever becomes of the test, no process outlives it.
    const kill = (): void => void this.process.kill("SIGKILL");
    process.once("exit", kill);
    void this.closed.then(() => process.off("exit", kill));
  }

  /** All that it has said. */
  get output(): string {
    return this.text;
  }

  /** Until it says so. */
  async ready(): Promise<this> {
    for (const givesUpAt = Date.now() + START_MS; Date.now() < givesUpAt;) {
      if (/^Ready:/m.test(this.text)) return this;
      if (this.process.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`confide ${this.command.join(" ")} did not start:\n${this.text}`);
  }

  signal(name: NodeJS.Signals): void {
    this.process.kill(name);
  }

  /** Its exit code, once it has ended. */
  ended(): Promise<number | null> {
    return this.closed;
  }

  async kill(): Promise<void> {
    this.process.kill("SIGKILL");
    await this.closed;
  }

  async stop(): Promise<number | null> {
    this.process.kill("SIGTERM");
    return this.closed;
  }
}
