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
    this.#buffer.set(bytes, this.#length)
    this.#length += bytes.length
  }

  text(text: string): void {
    this.#length += this.#buffer.write(text, this.#length, 'utf8')
  }

  /** Writes a text; @returns its bytes, on loan like the rest */
  encoded(text: string): Uint8Array {
    const from = this.#length
    this.text(text)
    return this.#buffer.subarray(from, this.#length)
  }

  get length(): number {
    return this.#length
  }

  /** A copy of what was written from a place on. */
  copyFrom(place: number): Uint8Array {
    return new Uint8Array(this.#buffer.subarray(place, this.#length))
  }

  /** What was written since `begin`, until the next one. */
  written(): Uint8Array {
    return this.#buffer.subarray(0, this.#length)
  }
}
