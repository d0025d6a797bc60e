/** Functions of the reference libraries that only these tests call. */
declare module '@digitalbazaar/vc' {
  import type { JsonObject } from '../../../src/json.ts'

  type TestLoader = (url: string) => Promise<unknown>
  export function derive(options: { verifiableCredential: JsonObject; suite: unknown; documentLoader: TestLoader }): Promise<JsonObject>
  export function signPresentation(options: {
    presentation: JsonObject
    suite: unknown
    challenge: string
    domain?: string
    documentLoader: TestLoader
  }): Promise<JsonObject>
}
