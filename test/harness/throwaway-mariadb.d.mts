/** Whether the machine has the two programs that it takes. */
export function mariadbIsInstalled(): boolean;

/** A server of its own; `url` is a DATABASE_URL without a prefix. */
export function startMariadb(): Promise<{ url: string; stop(): Promise<void> }>;
