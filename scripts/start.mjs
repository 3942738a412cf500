/** `npm start`: the embedded topology with the demo. */
process.argv.splice(2, 0, "start");
await import("./confide.mjs");
