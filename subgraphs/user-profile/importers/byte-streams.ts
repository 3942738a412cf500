/** The first bytes of a stream, at most `length` of them; the stream is left there. */
export async function headOf(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes >= length) break;
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** Passes a stream on and tells, before each chunk is asked for, how many bytes have been used up. */
export async function* tally(
  chunks: AsyncIterable<Uint8Array>,
  used: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    yield chunk;
    bytes += chunk.length;
    used(bytes);
  }
}
