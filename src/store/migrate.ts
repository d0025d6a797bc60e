import { type Migration, Migrator } from 'kysely'
import { ServiceError } from '../errors.ts'
import type { Database } from './database.ts'
import * as foundation from './migrations/0001-foundation.ts'
import * as register from './migrations/0002-register.ts'
import * as nomination from './migrations/0003-nomination.ts'
import * as mailLinksJobs from './migrations/0004-mail-links-jobs.ts'
import * as documentTemplate from './migrations/0005-document-template.ts'
import * as intake from './migrations/0006-intake.ts'
import * as endorsement from './migrations/0007-endorsement.ts'
import * as ledger from './migrations/0008-ledger.ts'
import * as signIn from './migrations/0009-sign-in.ts'
import * as shareLinks from './migrations/0010-share-links.ts'
import * as log from './migrations/0011-log.ts'
import * as privacy from './migrations/0012-privacy.ts'
import * as employerSurvey from './migrations/0013-employer-survey.ts'
import * as badgeToken from './migrations/0014-badge-token.ts'
import * as countBadges from './migrations/0017-count-badges.ts'
import * as quotas from './migrations/0018-quotas.ts'
import * as officeAndSigning from './migrations/0020-office-and-signing.ts'
import * as auditWords from './migrations/0021-audit-words.ts'

/** Every migration in order. Only forward; all that are due run in one transaction, so that a database is old or new and never between (RELIABILITY R12). */
const migrations: Record<string, Migration> = {
  '0001-foundation': foundation,
  '0002-register': register,
  '0003-nomination': nomination,
  '0004-mail-links-jobs': mailLinksJobs,
  '0005-document-template': documentTemplate,
  '0006-intake': intake,
  '0007-endorsement': endorsement,
  '0008-ledger': ledger,
  '0009-sign-in': signIn,
  '0010-share-links': shareLinks,
  '0011-log': log,
  '0012-privacy': privacy,
  '0013-employer-survey': employerSurvey,
  '0014-badge-token': badgeToken,
  '0017-count-badges': countBadges,
  '0018-quotas': quotas,
  '0020-office-and-signing': officeAndSigning,
  '0021-audit-words': auditWords,
}

/**
 * Brings the database to the present schema.
 *
 * @returns the names of the migrations that ran
 * @throws ServiceError `database_newer` when the database knows a migration that this version does not
 */
export const migrate = async (database: Database): Promise<string[]> => {
  const migrator = new Migrator({ db: database.db, provider: { getMigrations: async () => migrations } })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) {
    if (error instanceof Error && /corrupted migrations/.test(error.message))
      throw new ServiceError(
        'database_newer',
        `The database ${database.place} was written by a newer version of Akashi: ${error.message}.`,
        { cause: error },
      )
    throw error
  }
  return (results ?? []).map((result) => result.migrationName)
}
