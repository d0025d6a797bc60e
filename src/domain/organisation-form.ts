import type { InputProblem } from '../errors.ts'
import { isDemoCorporateNumber, readCorporateNumber } from './corporate-number.ts'
import { readEmail } from './email-address.ts'
import type { Organisation } from './organisation.ts'

/** What is said about an organisation; its kind and its name in URLs stay as they are. */
export type OrganisationDetails = Pick<Organisation, 'name' | 'corporateNumber' | 'official' | 'url' | 'email'>

/**
 * Reads what somebody says about an organisation: the corporate number is checked and cleaned, the address brought into its usual form.
 *
 * @param isDemo - whether numbers whose base starts `9999` are allowed (DOMAIN section 4)
 * @returns the details, or every problem with its path
 */
export const readOrganisationDetails = (
  given: OrganisationDetails,
  isDemo: boolean,
): { details: OrganisationDetails; problems: InputProblem[] } => {
  const problems: InputProblem[] = []
  const name = given.name.ja.trim()
  if (name === '') problems.push({ path: '/name', code: 'NAME_MISSING', message: 'needs a name' })
  const number = (given.corporateNumber ?? '').trim() === '' ? undefined : readCorporateNumber(given.corporateNumber ?? '')
  if (number !== undefined && (!number.ok || (isDemoCorporateNumber(number.number) && !isDemo)))
    problems.push({
      path: '/corporateNumber',
      code: 'CORPORATE_NUMBER_WRONG',
      message: 'is no corporate number: 13 digits, the first is a check digit',
    })
  const email = (given.email ?? '').trim() === '' ? undefined : readEmail(given.email ?? '')
  if (email !== undefined && !email.ok) problems.push({ path: '/email', code: 'EMAIL_WRONG', message: 'is no e-mail address' })
  const url = (given.url ?? '').trim()
  if (url !== '' && !/^https:\/\/[^\s/]+\.[^\s]+$/.test(url))
    problems.push({ path: '/url', code: 'URL_WRONG', message: 'must begin with https://' })
  const line = (text: string | undefined): string | undefined => ((text ?? '').trim() === '' ? undefined : (text ?? '').trim())
  const [kana, en, official] = [line(given.name.kana), line(given.name.en), line(given.official?.ja)]
  return {
    details: {
      name: { ja: name, ...(kana === undefined ? {} : { kana }), ...(en === undefined ? {} : { en }) },
      ...(number?.ok === true ? { corporateNumber: number.number } : {}),
      ...(email?.ok === true ? { email: email.address } : {}),
      ...(url === '' ? {} : { url }),
      ...(official === undefined
        ? {}
        : { official: { ja: official, ...(given.official?.en === undefined ? {} : { en: given.official.en }) } }),
    },
    problems,
  }
}

/** The name of an organisation in URLs. */
export const isSlug = (text: string): boolean => /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])$/.test(text)
