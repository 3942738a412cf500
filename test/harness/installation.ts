import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { createConnection } from "mysql2/promise";
import { projectRoot } from "../../shared/project-root.js";
import { readCompose, readDockerfile, type ComposeService } from "./compose-file.js";
import { newSecrets } from "./server-secrets.js";
import { startMariadb, type ThrowawayMariadb } from "./throwaway-mariadb.mjs";

/** What all processes of docker-compose.yml share: its database server, its volumes, its secrets and its image. */
export class Installation {
  private constructor(
    private readonly folder: string,
    readonly variables: Readonly<Record<string, string>>,
    readonly database: ThrowawayMariadb,
  ) {}

  static async prepare(): Promise<Installation> {
    const variables = await newSecrets();
    const { mariadb } = readCompose(variables);
    if (!mariadb) throw new Error("docker-compose.yml has no mariadb");
    const database = await startMariadb({ isDurable: true, settings: mariadb.command });
    const installation = new Installation(mkdtempSync(join(tmpdir(), "confide-installation-")), variables, database);
    try {
      installation.makeImage();
      await installation.makeAccounts(mariadb);
      return installation;
    } catch (error) {
      await installation.close();
      throw error;
    }
  }

  /** What the Dockerfile copies, and nothing else of this folder. */
  get image(): string {
    return join(this.folder, "image");
  }

  /** Where a service finds a volume: in place of the folder inside its container. */
  volumeOf(volume: string): string {
    const folder = join(this.folder, "volumes", volume);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  async close(): Promise<void> {
    await this.database.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private makeImage(): void {
    for (const name of readDockerfile().copied) {
      const [from, to] = [join(projectRoot, name), join(this.image, name)];
      mkdirSync(dirname(to), { recursive: true });
      if (name === "node_modules") symlinkSync(from, to);
      else cpSync(from, to, { recursive: true });
    }
  }

  /** As the image of MariaDB does when its folder is empty: root's password, then the scripts of its init folder. */
  private async makeAccounts({ environment, volumes }: ComposeService): Promise<void> {
    const [script] = volumes.filter((volume) => volume.includes("/docker-entrypoint-initdb.d/"));
    if (script === undefined) throw new Error("nothing makes the rooms' accounts");
    const root = await createConnection({ socketPath: this.database.socket, user: "root" });
    const password = root.escape(environment["MARIADB_ROOT_PASSWORD"]);
    await root.query(`CREATE USER root@'%' IDENTIFIED BY ${password}`);
    await root.query("GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION");
    await root.query(`ALTER USER root@localhost IDENTIFIED BY ${password}`);
    await root.query("DELETE FROM mysql.global_priv WHERE Host NOT IN ('%', 'localhost') OR User = ''");
    await root.query("FLUSH PRIVILEGES");
    await root.end();
    await promisify(execFile)("sh", [join(projectRoot, script.split(":")[0] ?? "")], {
      env: { PATH: process.env["PATH"] ?? "", ...environment, MYSQL_UNIX_PORT: this.database.socket },
    });
  }
}
