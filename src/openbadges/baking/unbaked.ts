/** What was found in an image. A good image without a credential is no mistake; everything that leaves a choice of what to read is. */
export type Unbaked =
  | { kind: 'baked'; version: 'open-badge-3' | 'open-badge-2'; text: string }
  | { kind: 'plain' }
  | { kind: 'refused'; code: UnbakeFault; detail: string }

export type UnbakeFault =
  /** the file is cut off, a checksum or a length is wrong, or it is not well-formed XML */
  | 'image_damaged'
  /** the file holds more than one credential text, or one that two readers would read differently */
  | 'baked_several'
  /** the credential text is compressed or in a place where the specification does not put it */
  | 'baked_wrongly'
  /** the XML has a document type, which no baked badge needs and attacks live on */
  | 'svg_doctype'
  /** a limit of size or number is passed */
  | 'image_too_large'

export const refused = (code: UnbakeFault, detail: string): Unbaked => ({ kind: 'refused', code, detail })

/** An image or a text that cannot be baked. */
export class BakingError extends Error {
  override readonly name = 'BakingError'
}
