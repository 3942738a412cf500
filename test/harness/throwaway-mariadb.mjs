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

/** `isDurable`: what it acknowledged survives its being killed, as it must where that is what a test is about. */
export async function startMariadb({ isDurable = false, settings = [] } = {}) {
  const folder = mkdtempSync(join(hasRoom(MEMORY) ? MEMORY : tmpdir(), "confide-mariadb-"));
  const data = join(folder, "data");
  // As root it refuses to run unless it is told to be root.
  const common = ["--no-defaults", `--datadir=${data}`, ...(process.getuid?.() === 0 ? ["--user=root"] : [])];
  const install = ["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"];
  await promisify(execFile)(program("mariadb-install-db"), [...common, ...install]);
  const port = await freePort();
  const socket = join(folder, "socket");
  const log = join(folder, "log");
  const given = [...common, ...place(folder, port, socket), ...(isDurable ? DURABLE : FAST), ...settings];
  let server;
  let ended;
  /** (Again) with what it kept. */
  const start = async () => {
    server = spawn(program("mariadbd"), [...given, `--log-error=${log}`], { stdio: "ignore" });
    ended = new Promise((resolve) => server.once("close", resolve));
    await untilReady(server, socket, log);
  };
  /** Without a chance to save anything. */
  const kill = async () => {
    server.kill("SIGKILL");
    await ended;
  };
  const clear = () => {
    server?.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", clear); // also when what was tested fails
  const stop = async () => {
    await kill();
    clear();
    process.off("exit", clear);
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `mariadb://root@127.0.0.1:${port}/`, port, socket, start, kill, stop };
}

function place(folder, port, socket) {
  return [
    "--bind-address=127.0.0.1",
    `--port=${port}`,
    `--socket=${socket}`,
    `--pid-file=${join(folder, "pid")}`,
    "--skip-name-resolve",
    "--skip-log-bin",
    "--performance-schema=0",
    // Every world of every worker keeps its pools.
    "--max-connections=1000",
    "--innodb-buffer-pool-size=64M",
    "--innodb-log-file-size=32M",
    "--innodb-stats-persistent=0",
  ];
}

/** The machine goes on when the server is killed, so nothing has to reach a disk. */
const DURABLE = ["--innodb-flush-log-at-trx-commit=1", "--innodb-flush-method=nosync", "--debug-no-sync"];
const FAST = [...DURABLE, "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0"];

async function untilReady(server, socket, log) {
  for (const givesUpAt = Date.now() + START_MS; Date.now() < givesUpAt; await pause(POLL_MS)) {
    if (server.exitCode !== null) break;
    try {
      const connection = await mysql.createConnection({ socketPath: socket, user: "root" });
      return await connection.end();
    } catch (error) {
      if (error.code === "ER_ACCESS_DENIED_ERROR") return; // it answers, and root has a password by now
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
