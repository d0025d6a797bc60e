import type { Step } from './layout.ts'

/** Walks along the structure of a precedent, and notes what is another text there. One walk at a time; it is used again and again. */
export class Walk {
  /** the texts of the precedent, and in their places those of the document that was walked through, until `reset` */
  readonly texts: string[]
  /** numbers of the texts that differ */
  readonly changed: number[] = []
  readonly #own: readonly string[]
  readonly #mostChanged: number

  constructor(texts: readonly string[], mostChanged: number) {
    this.#own = texts
    this.texts = texts.slice()
    this.#mostChanged = mostChanged
  }

  reset(): void {
    const { changed, texts } = this
    for (let place = 0; place < changed.length; place++) {
      const text = changed[place] as number
      texts[text] = this.#own[text] as string
    }
    changed.length = 0
  }

  /** @returns false when the structure is another one, or too many texts are */
  along(step: Step, value: unknown): boolean {
    if (step.kind === 'text') return this.#text(step.text, value)
    if (step.kind === 'same') return value === step.value && (value !== 0 || Object.is(value, step.value))
    if (typeof value !== 'object' || value === null) return false
    if (value === step.seen) return true
    const before = this.changed.length
    if (!(step.kind === 'object' ? this.#object(step.members, step.steps, value) : this.#list(step.steps, value))) return false
    if (this.changed.length > before) return true
    if (step.last === value && isFrozenDeeply(value)) step.seen = value
    step.last = value
    return true
  }

  #text(text: number, value: unknown): boolean {
    if (value === this.texts[text]) return true
    if (typeof value !== 'string') return false
    this.texts[text] = value
    return this.changed.push(text) <= this.#mostChanged
  }

  #object(members: readonly string[], steps: readonly Step[], object: object): boolean {
    if (Array.isArray(object)) return false
    let place = 0
    for (const member in object) {
      if (member !== members[place]) return false
      if (!this.along(steps[place] as Step, (object as Record<string, unknown>)[member])) return false
      place++
    }
    return place === members.length
  }

  #list(steps: readonly Step[], list: object): boolean {
    if (!Array.isArray(list) || list.length !== steps.length) return false
    for (let place = 0; place < steps.length; place++) if (!this.along(steps[place] as Step, list[place])) return false
    return true
  }
}

const isFrozenDeeply = (value: object): boolean => {
  if (!Object.isFrozen(value)) return false
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null && !isFrozenDeeply(member)) return false
  return true
}
