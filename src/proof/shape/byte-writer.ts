/** A Buffer that grows, into which texts and bytes are written one after the other. It is used again and again; its content is on loan. */
export class ByteWriter {
  #buffer = Buffer.allocUnsafe(32_768)
  #length = 0

  /** Begins anew, with room for so many bytes; what was on loan before stays what it is if the Buffer grows. */
  begin(bytes: number): void {
    if (bytes > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(2 * bytes)
    this.#length = 0
  }

  bytes(bytes: Uint8Array): void {
    if (bytes.length < fewBytes) this.#few(bytes)
    else this.#buffer.set(bytes, this.#length)
    this.#length += bytes.length
  }

  text(text: string): void {
    this.#length += this.#buffer.write(text, this.#length, 'utf8')
  }

  /** Of a text that is ASCII, faster than `text` by the call that it saves. */
  ascii(text: string): void {
    const buffer = this.#buffer
    const start = this.#length
    for (let index = 0; index < text.length; index++) buffer[start + index] = text.charCodeAt(index)
    this.#length = start + text.length
  }

  /** What was written since `begin`, until the next one. */
  written(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }

  #few(bytes: Uint8Array): void {
    const buffer = this.#buffer
    const start = this.#length
    for (let index = 0; index < bytes.length; index++) buffer[start + index] = bytes[index] as number
  }
}

/** So few are copied one by one faster than by a call. */
const fewBytes = 32
