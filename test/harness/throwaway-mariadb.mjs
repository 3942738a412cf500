/**
 * A MariaDB server for tests and for writing migrations: on a free loopback port, with small buffers, in memory where
 * there is room, and never waiting for a disk. Nothing that it holds is meant to last.
 */
import { execFile, spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import mysql from "mysql2/promise";

/** A slow machine with every core busy; usually it takes two seconds. */
const START_MS = 60_000;
const POLL_MS = 50;

/** Linux keeps this folder in memory, where making and dropping a world's tables takes a twentieth of the time. */
const MEMORY = "/dev/shm";
const ROOM_BYTES = 2 * 1024 ** 3;

/** Debian keeps servers where an ordinary user's PATH does not look. */
const FOLDERS = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];

export function mariadbIsInstalled() {
  return find("mariadbd") !== null && find("mariadb-install-db") !== null;
}

export async function startMariadb() {
  const folder = mkdtempSync(join(hasRoom(MEMORY) ? MEMORY : tmpdir(), "confide-mariadb-"));
  const data = join(folder, "data");
  // As root it refuses to run unless it is told to be root.
  const common = ["--no-defaults", `--datadir=${data}`, ...(process.getuid?.() === 0 ? ["--user=root"] : [])];
  const install = ["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"];
  await promisify(execFile)(program("mariadb-install-db"), [...common, ...install]);
  const port = await freePort();
  const log = join(folder, "log");
  const server = spawn(program("mariadbd"), [...common, ...settings(folder, port), `--log-error=${log}`], {
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => server.once("close", resolve));
  const clear = () => {
    server.kill("SIGKILL"); // it has nothing to save
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", clear); // also when what was tested fails
  const stop = async () => {
    server.kill("SIGKILL");
    await ended;
    clear();
    process.off("exit", clear);
  };
  try {
    await untilReady(server, port, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `mariadb://root@127.0.0.1:${port}/`, stop };
}

function settings(folder, port) {
  return [
    "--bind-address=127.0.0.1",
    `--port=${port}`,
    `--socket=${join(folder, "socket")}`,
    `--pid-file=${join(folder, "pid")}`,
    "--skip-name-resolve",
    "--skip-log-bin",
    "--performance-schema=0",
    // Every world of every worker keeps its pools.
    "--max-connections=1000",
    "--innodb-buffer-pool-size=64M",
    "--innodb-log-file-size=32M",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-flush-method=nosync",
    "--innodb-doublewrite=0",
    "--debug-no-sync",
    "--innodb-stats-persistent=0",
  ];
}

async function untilReady(server, port, log) {
  for (const givesUpAt = Date.now() + START_MS; Date.now() < givesUpAt; await pause(POLL_MS)) {
    if (server.exitCode !== null) break;
    try {
      const connection = await mysql.createConnection({ host: "127.0.0.1", port, user: "root" });
      return await connection.end();
    } catch {
      // Not yet.
    }
  }
  throw new Error(`mariadbd did not start:\n${readFileSync(log, "utf8").slice(-2_000)}`);
}

function hasRoom(folder) {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > ROOM_BYTES;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function program(name) {
  const path = find(name);
  if (path === null) throw new Error(`${name} is not installed (Debian: apt-get install mariadb-server)`);
  return path;
}

function find(name) {
  for (const folder of FOLDERS) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // Elsewhere.
    }
  }
  return null;
}
