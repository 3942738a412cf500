import { afterEach, beforeEach, expect, it, jest } from "@jest/globals";
import { loadProvider } from "../../../../identity/provider/load-provider.js";

let warn: ReturnType<typeof jest.spyOn>;
beforeEach(() => {
  warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
});

it("prints nothing at import, says whether this Node is supported, and gives console.warn back", async () => {
  const { saidUnsupported } = await loadProvider();
  expect(warn).not.toHaveBeenCalled();
  expect(saidUnsupported).toBe(Number(process.versions.node.split(".")[0]) < 22);
  console.warn("something else");
  expect(warn).toHaveBeenCalledWith("something else");
});
