import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../../src/project-root.ts'

type Row = Record<string, unknown>

/** Ids and days of the demo, said differently: another programme of the same shapes, one year later. */
const renamed = (text: string): string =>
  text
    .replace(/\bP-(\d{4})\b/g, 'LRN$1')
    .replace(/\bCMP-(\d+)/g, 'done.$1')
    .replace(/\bemp-(\d{2})/g, 'firm-$1')
    .replace(/\bop-(\d{2})/g, 'school-$1')
    .replace(/\bDEC-(\d+)/g, 'VOW-$1')
    .replace(/\bNOM-(\d+)/g, 'ACH-$1')
    .replace(/\bOUT-(\d+)/g, 'RES-$1')
    .replace(/\bCON-(\d+)/g, 'AGR-$1')
    .replace(/\bPRD-(\d+)/g, 'PRO-$1')
    .replace(/\bPRV-(\d+)/g, 'GIV-$1')
    .replace(/\bHON-R8/g, 'PRIZE-R9')
    .replace(/-r8\b/g, '-r9')
    .replace(/-R8\b/g, '-R9')
    .replace(/\b(20\d{2})-(\d{2})/g, (_, year: string, month: string) => `${Number(year) + 1}-${month}`)
    .replace(/\bFY(20\d{2})/g, (_, year: string) => `FY${Number(year) + 1}`)
    .replace(/"fiscalYear": (\d{4})/g, (_, year: string) => `"fiscalYear": ${Number(year) + 1}`)

const folder = join(projectRoot, 'demo')

/**
 * Writes a second programme into a new folder: other ids, days and counts, and the states that the demo does not have.
 *
 * @returns the folder
 */
export const writeSecondProgramme = (): string => {
  const target = mkdtempSync(join(tmpdir(), 'akashi-second-'))
  mkdirSync(target, { recursive: true })
  for (const name of readdirSync(folder).filter((file) => /\.(json|csv)$/.test(file) && !file.startsWith('completions_import')))
    writeFileSync(join(target, name), renamed(readFileSync(join(folder, name), 'utf8')))
  const change = (name: string, edit: (rows: Row[]) => Row[]): void => {
    const path = join(target, name)
    writeFileSync(path, JSON.stringify(edit(JSON.parse(readFileSync(path, 'utf8')) as Row[]), null, 1))
  }
  const byId = (rows: Row[], id: string): Row => rows.find((row) => row['id'] === id) as Row

  change('declarations.json', (rows) => [
    // The renewal stands before the version that it ends, and one draft was never handed in.
    { ...byId(rows, 'VOW-02'), id: 'VOW-02b', version: 2, submittedOn: '2027-09-01', publishedOn: '2027-09-10', validUntil: '2029-09-10' },
    ...rows,
    {
      ...byId(rows, 'VOW-08'),
      id: 'VOW-14',
      employerId: 'firm-09',
      status: 'returned',
      returnReason: { ja: '宣言文が短すぎます。', code: 'STATEMENT_UNCLEAR' },
    },
    { ...byId(rows, 'VOW-08'), id: 'VOW-15', employerId: 'firm-11', status: 'draft', submittedOn: null },
  ])
  change('outcomes.json', (rows) => [
    ...rows.filter((row) => row['id'] !== 'RES-07'),
    { ...byId(rows, 'RES-01'), id: 'RES-20', status: 'disputed', confirmedByEmployer: false },
    { ...byId(rows, 'RES-02'), id: 'RES-21', status: 'withdrawn', withdrawnOn: '2027-11-20' },
    { ...byId(rows, 'RES-04'), id: 'RES-22', badgeWeight: 'unknown' },
  ])
  // A learner withdrew the agreement to reporting: what rested on it does not count any more.
  change('consents.json', (rows) =>
    rows.map((row) => (row['id'] === 'AGR-054' ? { ...row, status: 'withdrawn', withdrawnOn: '2027-11-15' } : row)),
  )
  change('productivity.json', (rows) => [
    ...rows,
    { ...byId(rows, 'PRO-01'), id: 'PRO-10', status: 'returned', verifiedOn: undefined, note: { ja: '根拠を添えてください。' } },
    { ...byId(rows, 'PRO-01'), id: 'PRO-11', verifiedOn: '2027-11-19' },
    { ...byId(rows, 'PRO-01'), id: 'PRO-12', status: 'draft', verifiedOn: undefined },
  ])
  change('honours.json', (rows) => [
    ...rows,
    { ...byId(rows, 'PRIZE-R9-01'), id: 'PRIZE-R9-04', status: 'cancelled', cancelledOn: '2027-11-10', cancelReason: { ja: '数値の誤り' } },
    { ...byId(rows, 'PRIZE-R9-03'), id: 'PRIZE-R9-05', status: 'not_awarded', decidedOn: '2027-10-20' },
  ])
  const survey = JSON.parse(readFileSync(join(target, 'survey.json'), 'utf8')) as { learnerResponses: Row[] }
  const [first] = survey.learnerResponses
  survey.learnerResponses = [
    ...survey.learnerResponses.slice(0, 15),
    { ...first, answeredOn: '2027-11-22', L1: ['示していない'], L3: undefined },
  ]
  writeFileSync(join(target, 'survey.json'), JSON.stringify(survey, null, 1))
  return target
}
