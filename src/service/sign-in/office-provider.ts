/** What the provider says of the person who signed in there. */
export interface OfficeIdentity {
  /** never changes and belongs to one person of this provider (OpenID Connect Core, `sub`) */
  subject: string
  /** only an address that the provider itself verified */
  verifiedEmail: string | undefined
  /** the provider named a method or class that the operator counts as a second factor */
  withSecondFactor: boolean
}

/** The three values that tie an answer to the question: known to the browser that asked and to nobody else. */
export interface OfficeQuestion {
  state: string
  nonce: string
  codeVerifier: string
}

/** The sign-in of an office, whatever product it is: OpenID Connect with authorization code and PKCE. */
export interface OfficeProvider {
  /** its `iss` */
  issuer: string
  /** how its button is called; the page has its own words without it */
  label: string | undefined
  /**
   * @returns the address to which the browser is sent
   * @throws ServiceError `office_unreachable`
   */
  begin(question: OfficeQuestion): Promise<string>
  /**
   * Takes the answer that the browser brings back.
   *
   * @param query - the query of the callback, as it came
   * @throws ServiceError `office_unreachable`; `unauthenticated` for an answer that is not to this question, or not by this provider
   */
  finish(query: string, question: OfficeQuestion): Promise<OfficeIdentity>
}
