/** Where the texts of a document stand: the number of each by the object or list that holds it, and the key there. */
export type TextPlaces = ReadonlyMap<object, ReadonlyMap<string, number>>

/** Hands out a document in a way that tells which of its texts are looked at. */
export class Reads {
  /** is told the number of each text that is read, as often as it is */
  note: (text: number) => void = () => undefined
  readonly #places: TextPlaces
  readonly #views = new WeakMap<object, object>()

  constructor(places: TextPlaces) {
    this.#places = places
  }

  /** The same object, to be read only; one view for one object, so that views are equal where objects are. */
  view<T extends object>(object: T): T {
    const known = this.#views.get(object)
    if (known !== undefined) return known as T
    const view = new Proxy(object, {
      get: (target, key) => this.#seen(target, key, Reflect.get(target, key)),
      getOwnPropertyDescriptor: (target, key) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(target, key)
        return descriptor === undefined ? undefined : { ...descriptor, value: this.#seen(target, key, descriptor.value) }
      },
    })
    this.#views.set(object, view)
    return view
  }

  #seen(holder: object, key: string | symbol, value: unknown): unknown {
    if (typeof value === 'object' && value !== null) return this.view(value)
    const text = typeof key === 'string' ? this.#places.get(holder)?.get(key) : undefined
    if (text !== undefined) this.note(text)
    return value
  }
}
