import type { Actor } from '../domain/actor.ts'
import { csvByteOrderMark, csvRecord } from '../domain/csv-out.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { type AffectedScope, pageOfAffected } from '../store/affected-persons.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

const header = ['受講者番号', '姓', '名', '姓カナ', '名カナ', 'メール', 'バッジの件数', '保管している情報']
const held = '氏名・よみ・メール・勤務先・講座の修了・バッジ'
const PAGE = 500

/**
 * Whom a breach affects, as CSV, for telling them and the commission (SECURITY (e) 9): by badges, by a run of a course, by the time of a lost backup, or by
 * what somebody saw in a time.
 *
 * @param command.purpose - goes into the audit log
 * @returns the file piece by piece
 * @throws ServiceError `forbidden`, also without a purpose; `invalid_input` for a scope that names nothing
 */
export const exportAffected = async (
  deps: Deps,
  actor: Actor,
  command: { scope: AffectedScope; purpose: string },
): Promise<AsyncGenerator<string>> => {
  permit(actor, 'personal_data.export', { purpose: command.purpose })
  if (Object.values(command.scope).every((part) => part === undefined))
    throw new ServiceError('invalid_input', 'Say whom it may affect: badges, a course session, a time, or by when people were registered.')
  await audit(deps, actor, 'export.affected', 'programme', {}, command.purpose)
  return rowsOf(deps, command.scope)
}

async function* rowsOf(deps: Deps, scope: AffectedScope): AsyncGenerator<string> {
  yield `${csvByteOrderMark}${csvRecord(header)}`
  for (let after = ''; ; ) {
    const people = await pageOfAffected(deps.db, scope, { after, limit: PAGE })
    for (const person of people)
      yield csvRecord([
        person.id,
        person.familyName,
        person.givenName,
        person.familyNameKana,
        person.givenNameKana,
        person.addresses.join(' '),
        person.badges,
        held,
      ])
    const last = people.at(-1)
    if (last === undefined || people.length < PAGE) return
    after = last.id
  }
}
