/** Whether the machine has the two programs that it takes. */
export function mariadbIsInstalled(): boolean;

export interface ThrowawayMariadb {
  /** A DATABASE_URL without a prefix, for root, who has no password yet. */
  url: string;
  port: number;
  socket: string;
  /** After `kill`: again, with what it kept. */
  start(): Promise<void>;
  /** At once; what it holds stays. */
  kill(): Promise<void>;
  /** For good. */
  stop(): Promise<void>;
}

/** A server of its own. `settings` are arguments of mariadbd; `isDurable`: what it acknowledged survives `kill`. */
export function startMariadb(options?: {
  isDurable?: boolean;
  settings?: readonly string[];
}): Promise<ThrowawayMariadb>;
