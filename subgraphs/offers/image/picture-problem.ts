/** Why a file is no picture that is shown, in words for whoever sent it. */
export class PictureProblem extends Error {
  constructor(
    readonly kind: "UNSUPPORTED" | "BROKEN" | "TOO_LARGE",
    message: string,
  ) {
    super(message);
  }
}

export function broken(what: string): PictureProblem {
  return new PictureProblem("BROKEN", `The picture is cut off or broken: ${what}.`);
}

export function animated(): PictureProblem {
  return new PictureProblem("UNSUPPORTED", "An animated picture is not shown.");
}
