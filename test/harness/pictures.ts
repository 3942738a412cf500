import { crc32, deflateSync } from "node:zlib";

/** Small pictures that browsers show, 6 by 4, with what cameras and programs put beside them: "secret-name" and a place. */
export const SECRET = "secret-name";

/** Turned (orientation 6), with EXIF and a colour profile. */
export const JPEG = Buffer.from(
  "/9j/4QEWRXhpZgAASUkqAAgAAAAIABIBAwABAAAABgAAABoBBQABAAAAbgAAABsBBQABAAAAdgAAACgBAwABAAAAAgAAABMCAwABAAAAAQAAAJiCAgAMAAAAfgAAAGmHBAABAAAAigAAACWIBAABAAAA2AAAAAAAAAA4YwAA6AMAADhjAADoAwAAc2VjcmV0LW5hbWUABgAAkAcABAAAADAyMTABkQcABAAAAAECAwAAoAcABAAAADAxMDABoAMAAQAAAP//AAACoAQAAQAAAAYAAAADoAQAAQAAAAQAAAAAAAAAAgABAAIAAgAAAE4AAAACAAUAAwAAAPYAAAAAAAAAMwAAAAEAAAAeAAAAAQAAAAAAAAABAAAA/+IB8ElDQ19QUk9GSUxFAAEBAAAB4GxjbXMEIAAAbW50clJHQiBYWVogB+IAAwAUAAkADgAdYWNzcE1TRlQAAAAAc2F3c2N0cmwAAAAAAAAAAAAAAAAAAPbWAAEAAAAA0y1oYW5keem/Vlo+AbaDI4VVRvdPqgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAKZGVzYwAAAPwAAAAkY3BydAAAASAAAAAid3RwdAAAAUQAAAAUY2hhZAAAAVgAAAAsclhZWgAAAYQAAAAUZ1hZWgAAAZgAAAAUYlhZWgAAAawAAAAUclRSQwAAAcAAAAAgZ1RSQwAAAcAAAAAgYlRSQwAAAcAAAAAgbWx1YwAAAAAAAAABAAAADGVuVVMAAAAIAAAAHABzAFIARwBCbWx1YwAAAAAAAAABAAAADGVuVVMAAAAGAAAAHABDAEMAMAAAWFlaIAAAAAAAAPbWAAEAAAAA0y1zZjMyAAAAAAABDD8AAAXd///zJgAAB5AAAP2S///7of///aIAAAPcAADAcVhZWiAAAAAAAABvoAAAOPIAAAOPWFlaIAAAAAAAAGKWAAC3iQAAGNpYWVogAAAAAAAAJKAAAA+FAAC2xHBhcmEAAAAAAAMAAAACZmkAAPKnAAANWQAAE9AAAApb/9sAQwAUDg8SDw0UEhASFxUUGB4yIR4cHB49LC4kMklATEtHQEZFUFpzYlBVbVZFRmSIZW13e4GCgU5gjZeMfZZzfoF8/9sAQwEVFxceGh47ISE7fFNGU3x8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8/8AAEQgABAAGAwEiAAIRAQMRAf/EABUAAQEAAAAAAAAAAAAAAAAAAAAG/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/EABUBAQEAAAAAAAAAAAAAAAAAAAEE/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AmACtf//Z",
  "base64",
);
/** Lossy, with transparency and EXIF. */
export const WEBP = Buffer.from(
  "UklGRnABAABXRUJQVlA4WAoAAAAYAAAABQAAAwAAQUxQSAoAAAABB1CziAhERP8DVlA4ICQAAABwAQCdASoGAAQABUB8JaACdAFAAAD+6Mtrt/4IL+IL+IK/gABFWElGFAEAAEV4aWYAAElJKgAIAAAACAASAQMAAQAAAAEAAAAaAQUAAQAAAG4AAAAbAQUAAQAAAHYAAAAoAQMAAQAAAAIAAAATAgMAAQAAAAEAAACYggIADAAAAH4AAABphwQAAQAAAIoAAAAliAQAAQAAANgAAAAAAAAAOGMAAOgDAAA4YwAA6AMAAHNlY3JldC1uYW1lAAYAAJAHAAQAAAAwMjEwAZEHAAQAAAABAgMAAKAHAAQAAAAwMTAwAaADAAEAAAD//wAAAqAEAAEAAAAGAAAAA6AEAAEAAAAEAAAAAAAAAAIAAQACAAIAAABOAAAAAgAFAAMAAAD2AAAAAAAAADMAAAABAAAAHgAAAAEAAAAAAAAAAQAAAA==",
  "base64",
);
/** Lossless, with EXIF. */
export const WEBP_LOSSLESS = Buffer.from(
  "UklGRkwBAABXRUJQVlA4WAoAAAAYAAAABQAAAwAAVlA4TBEAAAAvBcAAEAdQhSJXq2aBiOh/AABFWElGFAEAAEV4aWYAAElJKgAIAAAACAASAQMAAQAAAAEAAAAaAQUAAQAAAG4AAAAbAQUAAQAAAHYAAAAoAQMAAQAAAAIAAAATAgMAAQAAAAEAAACYggIADAAAAH4AAABphwQAAQAAAIoAAAAliAQAAQAAANgAAAAAAAAAOGMAAOgDAAA4YwAA6AMAAHNlY3JldC1uYW1lAAYAAJAHAAQAAAAwMjEwAZEHAAQAAAABAgMAAKAHAAQAAAAwMTAwAaADAAEAAAD//wAAAqAEAAEAAAAGAAAAA6AEAAEAAAAEAAAAAAAAAAIAAQACAAIAAABOAAAAAgAFAAMAAAD2AAAAAAAAADMAAAABAAAAHgAAAAEAAAAAAAAAAQAAAA==",
  "base64",
);
export const WEBP_ANIMATED = Buffer.from(
  "UklGRrgAAABXRUJQVlA4WAoAAAASAAAABQAAAwAAQU5JTQYAAAD/////AABBTk1GQgAAAAAAAAAAAAUAAAMAAGQAAAJBTFBICgAAAAEHUIqICERE/wNWUDggGAAAADABAJ0BKgYABAABQCYlpAADcAD+/CgQAEFOTUZCAAAAAAAAAAAABQAAAwAAZAAAAkFMUEgKAAAAAQdQ7ogIRET/A1ZQOCAYAAAAMAEAnQEqBgAEAAFAJiWkAANwAP76FgAA",
  "base64",
);
export const GIF = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
export const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

export function pngHeader(width: number, height: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([8, 2, 0, 0, 0], 8);
  return pngChunk("IHDR", data);
}

/** A picture of one colour; `more` stands before its pixels. */
export function png({ width = 6, height = 4, more = [] as Buffer[] } = {}): Buffer {
  const row = Buffer.alloc(1 + width * 3, 0x40);
  row[0] = 0;
  const pixels = deflateSync(Buffer.concat(Array.from({ length: Math.min(height, 8) }, () => row)));
  const chunks = [pngHeader(width, height), ...more, pngChunk("IDAT", pixels), pngChunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([PNG_SIGNATURE, ...chunks]);
}

/** The same with a text and a place. */
export const PNG = png({
  more: [pngChunk("tEXt", Buffer.from(`Author\0${SECRET}`)), pngChunk("eXIf", Buffer.from(`II*\0${SECRET}`))],
});

/** A picture whose bytes compress to no less than they are. */
export function pngOf(bytes: number): Buffer {
  const noise = Buffer.from(Array.from({ length: bytes }, (_, at) => (at * at * 31 + (at >> 3) * 17) & 0xff));
  return png({ more: [pngChunk("IDAT", noise)] });
}
