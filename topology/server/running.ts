/** A process of the server topology, once it answers. */
export interface Running {
  /** Answers what is in flight, then closes what it stands on. */
  close(): Promise<void>;
}

/** Starts one process and keeps it until it is told to stop. */
export async function run(name: string, start: () => Promise<Running>): Promise<number> {
  const stopped = new Promise<void>((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
  const running = await start();
  console.log(`Ready: ${name}`);
  await stopped;
  console.log("Stopping; what is in flight is answered first.");
  await running.close();
  return 0;
}
