import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type ConditionName, type Permission, permissions } from '../src/domain/permissions.ts'
import { projectRoot } from '../src/project-root.ts'
import { matrix } from '../test/web/matrix.ts'

const roles = ['secretariat', 'reviewer', 'operator', 'employer', 'learner', 'administrator', 'issuer'] as const

const words: Record<ConditionName, string> = {
  always: 'yes',
  own_course: 'own courses',
  own_firm: 'own firm',
  own_employee: 'own people',
  other_firm: 'not own firm',
  own_record: 'own',
  own_issuer: 'own issuer',
  purpose: 'with a purpose',
  presented: 'what is shown to it',
  issued_in_error: 'issued in error',
  in_person: 'in person',
}

const rowOf = (action: string, permission: Permission): string => {
  const cells = roles.map((role) =>
    permission.public === true ? 'yes' : (permission.roles?.[role]?.map((name) => words[name]).join(', ') ?? '–'),
  )
  const links = permission.public === true ? 'everybody' : (permission.links?.join(', ') ?? '–')
  return `| \`${action}\` | ${[...cells, links].join(' | ')} |`
}

/** `docs/permissions.md`: who may do what, from the code that decides it and from the matrix that tests hold the routes against. */
export const permissionsPage = (): string =>
  [
    '# Who may do what',
    '',
    'Written by `npx tsx scripts/permissions-page.ts`; a test holds it against the code. Whoever is not named may not. The system itself (start, command line, jobs) may everything, and the audit log says so.',
    '',
    '## Deeds',
    '',
    'From `src/domain/permissions.ts`. The last column: who comes by a secret link of that kind, for its one record.',
    '',
    `| deed | ${roles.join(' | ')} | secret link |`,
    `|---|${'---|'.repeat(roles.length + 1)}`,
    ...Object.entries(permissions).map(([action, permission]) => rowOf(action, permission)),
    '',
    '## Routes',
    '',
    'From `test/web/matrix.ts`. A test walks the routes that the service really answers, sends each as everybody, and fails for a route without a row and for another answer. Own records: badge CMP-013 of the learner, a course of the operator, records of the employer.',
    '',
    '`+` allowed · `a` 401, not signed in · `s` to the sign-in page · `f` 403 · `n` 404, hidden or not there · `b` 400, `c` 409, `u` 422: allowed, but not like this or not any more',
    '',
    'People, left to right: anonymous, learner, other learner, operator, other operator, employer, other employer, reviewer, secretariat, administrator. Keys: operator, employer, secretariat, administrator, issuer.',
    '',
    '| route | people | API keys |',
    '|---|---|---|',
    ...Object.entries(matrix).map(
      ([route, { people, keys }]) => `| \`${route}\` | \`${people}\` | ${keys === undefined ? '–' : `\`${keys}\``} |`,
    ),
    '',
  ].join('\n')

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  writeFileSync(join(projectRoot, 'docs', 'permissions.md'), permissionsPage())
