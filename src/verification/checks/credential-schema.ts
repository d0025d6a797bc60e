import { asList, isJsonObject, type JsonObject } from '../../json.ts'
import { type CheckCode, checkCodes } from '../codes.ts'
import type { Check } from '../verdict.ts'
import type { Conformance } from './context.ts'

type Item = NonNullable<Check['items']>[number]

const openBadges = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json'

/** The published schemas that our own rules stand for, by the kind of document (CONFORMANCE D-11). */
const satisfied: Readonly<Record<string, readonly string[]>> = {
  'open-badge-3': [`${openBadges}/ob_v3p0_achievementcredential_schema.json`, `${openBadges}/ob_v3p0_anyachievementcredential_schema.json`],
  endorsement: [`${openBadges}/ob_v3p0_endorsementcredential_schema.json`, `${openBadges}/ob_v3p0_anyendorsementcredential_schema.json`],
  'clr-2': ['https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json'],
}

/**
 * Judges `credentialSchema` (CONFORMANCE VF-1, D-11). For the canonical schema of the document's kind our own rules are the check,
 * and they have passed when this is asked. Another schema of type `1EdTechJsonSchemaValidator2019` is not determined, since no foreign
 * schema is applied here. Types of others demand nothing of an Open Badges verifier: named, and not judged.
 *
 * @returns one item per entry; empty without `credentialSchema`
 */
export const judgeCredentialSchemas = (document: JsonObject, kind: Conformance['kind']): Item[] =>
  asList(document['credentialSchema'])
    .filter(isJsonObject)
    .map((schema) => {
      const id = typeof schema['id'] === 'string' ? schema['id'] : undefined
      const item = (status: Item['status'], code: CheckCode): Item => ({
        ...(id === undefined ? {} : { id }),
        status,
        code,
        detail: checkCodes[code],
      })
      if (!asList(schema['type']).includes('1EdTechJsonSchemaValidator2019'))
        return item('not_applicable', 'conformance.schema_type_not_read')
      return id !== undefined && satisfied[kind]?.includes(id)
        ? item('passed', 'conformance.schema_satisfied')
        : item('not_determined', 'conformance.schema_not_applied')
    })
