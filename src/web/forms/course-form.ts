import { readDate } from '../../domain/japanese-date.ts'
import { line, type Typed } from './typed.ts'

export type CourseFieldError = 'code' | 'name' | 'hours' | 'criteria' | 'validity' | 'taken'

export interface TypedCourse {
  name: { ja: string; en?: string }
  hours: number
  criteria: { ja: string[] }
  alignments: string[]
  validityMonths: number | null
  autoApply: boolean
}

/** Reads a course as it was typed; the code only where it is a new one. */
export const readCourseForm = (typed: Typed, isNew: boolean): { course?: TypedCourse; code: string; errors: CourseFieldError[] } => {
  const errors: CourseFieldError[] = []
  const code = line(typed, 'code').normalize('NFKC').toUpperCase()
  if (isNew && !/^[A-Z0-9][A-Z0-9-]{0,38}[A-Z0-9]$/.test(code)) errors.push('code')
  if (line(typed, 'name') === '') errors.push('name')
  const hours = line(typed, 'hours').normalize('NFKC')
  if (!/^[1-9]\d{0,3}$/.test(hours)) errors.push('hours')
  const criteria = line(typed, 'criteria')
    .split(/\r?\n/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
  if (criteria.length === 0) errors.push('criteria')
  const validity = line(typed, 'validity').normalize('NFKC')
  if (validity !== '' && !(/^\d{1,3}$/.test(validity) && Number(validity) >= 1 && Number(validity) <= 120)) errors.push('validity')
  if (errors.length > 0) return { code, errors }
  const en = line(typed, 'nameEn')
  return {
    code,
    errors,
    course: {
      name: { ja: line(typed, 'name').slice(0, 200), ...(en === '' ? {} : { en: en.slice(0, 200) }) },
      hours: Number(hours),
      criteria: { ja: criteria.slice(0, 20).map((one) => one.slice(0, 300)) },
      alignments: line(typed, 'alignments')
        .split(/[\s,、]+/)
        .filter((one) => one !== '')
        .slice(0, 20),
      validityMonths: validity === '' ? null : Number(validity),
      autoApply: typed.get('autoApply') === 'yes',
    },
  }
}

export type SessionFieldError = 'no' | 'start' | 'end' | 'taken'

export const readSessionForm = (
  typed: Typed,
): { session?: { no: string; start: string; end: string; place?: string }; errors: SessionFieldError[] } => {
  const errors: SessionFieldError[] = []
  const no = line(typed, 'no').slice(0, 40)
  if (!/^[\w.-]+$/.test(no)) errors.push('no')
  const start = readDate(line(typed, 'start'))
  if (!start.ok) errors.push('start')
  const end = readDate(line(typed, 'end'))
  if (!end.ok || (start.ok && end.day < start.day)) errors.push('end')
  if (errors.length > 0 || !start.ok || !end.ok) return { errors }
  const place = line(typed, 'place').slice(0, 200)
  return { errors, session: { no, start: start.day, end: end.day, ...(place === '' ? {} : { place }) } }
}
