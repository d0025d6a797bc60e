/**
 * A text with holes: `texts[0] hole texts[1] hole … texts[n]`. Each hole names a slot; what fills it is computed per document:
 * slots below the number of leaves are escaped leaves, those above are the labels of blank nodes.
 */
export interface Template {
  readonly texts: readonly string[]
  readonly slots: readonly number[]
}

/** A piece of a template while it is put together: constant text, or the number of a slot. */
export type Piece = string | number

export function templateOf(pieces: readonly Piece[]): Template {
  const texts = ['']
  const slots: number[] = []
  for (const piece of pieces) {
    if (typeof piece === 'string') texts[texts.length - 1] += piece
    else {
      slots.push(piece)
      texts.push('')
    }
  }
  return { texts, slots }
}

/** The text of a template with its holes filled. */
export function fillTemplate(template: Template, values: readonly string[]): string {
  const { texts, slots } = template
  let text = texts[0] as string
  for (let index = 0; index < slots.length; index++) {
    text += (values[slots[index] as number] as string) + (texts[index + 1] as string)
  }
  return text
}

/**
 * A part of an ordered list of lines: a template whose place is known, or several lines whose order depends on what fills them.
 * Lines of one subject and one predicate are of the second kind, unless they are constant.
 */
export type Segment = { readonly fixed: Template } | { readonly sorted: readonly Template[] }
