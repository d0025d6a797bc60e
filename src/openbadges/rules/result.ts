import { asList, isJsonObject, type Json, type JsonObject } from '../../json.ts'
import type { DocumentNode } from '../closed/survey.ts'
import { classRule, type Report, type Rule, requireType } from './rule.ts'
import { resultStatuses } from './vocabularies.ts'

const objectsIn = (value: Json | undefined): JsonObject[] => asList(value).filter(isJsonObject)

/** The result descriptions of the achievement that the result's own subject asserts. */
const descriptionsBeside = (result: DocumentNode): JsonObject[] => {
  const achievement = result.parent?.value['achievement']
  return isJsonObject(achievement) ? objectsIn(achievement['resultDescription']) : []
}

const checkStatus = (result: DocumentNode, description: JsonObject | undefined, report: Report): void => {
  const status = result.value['status']
  if (typeof status === 'string' && !resultStatuses.has(status))
    report(result, 'status', `must be one of ${[...resultStatuses].join(', ')}`)
  if (status === undefined && description?.['resultType'] === 'Status') {
    report(result, 'status', 'is missing, though the result is described as a Status')
  }
}

/** The level may belong to any description of the achievement: the example in the specification names one of another description. */
const checkLevel = (result: DocumentNode, descriptions: JsonObject[], report: Report): void => {
  const level = result.value['achievedLevel']
  if (typeof level !== 'string') return
  const levels = descriptions.flatMap((description) => objectsIn(description['rubricCriterionLevel']))
  if (!levels.some((candidate) => candidate['id'] === level)) {
    report(result, 'achievedLevel', 'is not the id of a rubric criterion level of the achievement that is asserted')
  }
}

const checkResult = (result: DocumentNode, report: Report): void => {
  requireType(result, report, ['Result'])
  const descriptions = descriptionsBeside(result)
  const link = result.value['resultDescription']
  const linked = typeof link === 'string' ? descriptions.find((description) => description['id'] === link) : undefined
  if (typeof link === 'string' && linked === undefined) {
    report(result, 'resultDescription', 'is not the id of a result description of the achievement that is asserted')
  }
  checkStatus(result, linked, report)
  checkLevel(result, descriptions, report)
}

export const resultRules: readonly Rule[] = [
  classRule({
    id: 'DM-15',
    title: 'A Result points into the achievement that is asserted, with a value that its description allows',
    source: 'Open Badges 3.0, B.1.16',
    class: 'Result',
    each: checkResult,
  }),
  classRule({
    id: 'DM-16',
    title: 'A ResultDescription has id, type, name and resultType',
    source: 'Open Badges 3.0, B.1.17',
    class: 'ResultDescription',
    required: ['id', 'name', 'resultType'],
    each: (node, report) => requireType(node, report, ['ResultDescription']),
  }),
  classRule({
    id: 'DM-17',
    title: 'A RubricCriterionLevel has id, type and name',
    source: 'Open Badges 3.0, B.1.18',
    class: 'RubricCriterionLevel',
    required: ['id', 'name'],
    each: (node, report) => requireType(node, report, ['RubricCriterionLevel']),
  }),
]
