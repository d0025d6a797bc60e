import type { Actor } from '../domain/actor.ts'
import { csvReader } from '../domain/csv-in.ts'
import { type DeclarationImportRow, readDeclarationRows } from '../domain/declaration-import.ts'
import type { Organisation } from '../domain/organisation.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { findPublishedDeclaration } from '../store/declarations.ts'
import { listOrganisations } from '../store/organisations.ts'
import { publishDeclaration } from './decide-declaration.ts'
import type { Deps } from './deps.ts'
import { createOrganisation, isDemoHouse } from './manage-organisations.ts'
import { draftDeclaration, submitDeclaration } from './own-declaration.ts'

export type DeclarationDecision = 'new_firm' | 'known_firm' | 'already'

export interface CheckedDeclarationRow {
  row: DeclarationImportRow
  /** undefined where the row has problems */
  decision?: DeclarationDecision
  /** as it is registered, to be compared with the row */
  registeredName?: string
}

/**
 * Decides about every row of a table of declarations and stores nothing: the dry run.
 *
 * @throws ServiceError `forbidden`; `invalid_input` where the table has no rows, or a column is missing
 */
export const checkDeclarations = async (deps: Deps, actor: Actor, command: { text: string }): Promise<CheckedDeclarationRow[]> => {
  permit(actor, 'organisation.manage')
  const reader = csvReader()
  const records = [...reader.push(command.text), ...reader.end()].map(({ fields }) => fields)
  const rows = readDeclarationRows(records, await isDemoHouse(deps))
  if (rows === undefined)
    throw new ServiceError('invalid_input', 'The table needs the columns 法人番号, 企業名 and 宣言文.', {
      problems: [{ path: '/text', message: 'needs the columns 法人番号, 企業名 and 宣言文' }],
    })
  const byNumber = await employersByNumber(deps)
  return Promise.all(
    rows.map(async (row): Promise<CheckedDeclarationRow> => {
      if (row.problems.length > 0) return { row }
      const firm = byNumber.get(row.corporateNumber)
      if (firm === undefined) return { row, decision: 'new_firm' }
      const isPublished = (await findPublishedDeclaration(deps.db, firm.id)) !== undefined
      return { row, decision: isPublished ? 'already' : 'known_firm', registeredName: firm.name.ja }
    }),
  )
}

const employersByNumber = async (deps: Deps): Promise<Map<string, Organisation>> =>
  new Map(
    (await listOrganisations(deps.db, 'employer')).flatMap((firm) =>
      firm.corporateNumber === undefined ? [] : [[firm.corporateNumber, firm]],
    ),
  )

/**
 * Registers the employers of a table that are not known and publishes the declarations of all that have none. The same table again publishes nothing twice.
 *
 * @returns how many were published
 * @throws ServiceError `forbidden`; `invalid_input` while a row has problems: nothing is stored then
 */
export const publishDeclarations = async (deps: Deps, actor: Actor, command: { text: string }): Promise<{ published: number }> => {
  const checked = await checkDeclarations(deps, actor, command)
  if (checked.some(({ row }) => row.problems.length > 0))
    throw new ServiceError('invalid_input', 'Some rows of the table have problems; nothing was stored.', {
      problems: checked.flatMap(({ row }) => row.problems.map(({ code }) => ({ path: `/rows/${row.row}`, message: code }))),
    })
  const employers = await employersByNumber(deps)
  let published = 0
  for (const { row, decision } of checked) {
    if (decision === 'already' || decision === undefined) continue
    const firm =
      employers.get(row.corporateNumber) ??
      (await createOrganisation(deps, actor, {
        kind: 'employer',
        slug: `firm-${row.corporateNumber}`,
        name: { ja: row.name },
        corporateNumber: row.corporateNumber,
        ...(row.email === '' ? {} : { email: row.email }),
      }))
    employers.set(row.corporateNumber, firm)
    // The firm handed it in on paper: the secretariat enters it, then publishes it as any other.
    const entered: Actor = { kind: 'system', reason: 'declaration-import' }
    const draft = await draftDeclaration(deps, entered, {
      employerId: firm.id,
      statement: { ja: row.statement },
      measures: row.measures,
      badgeRecognitions: [],
      noRecognitionYet: true,
    })
    await submitDeclaration(deps, entered, { id: draft.id })
    await publishDeclaration(deps, actor, { id: draft.id })
    published += 1
  }
  return { published }
}
