/** The operator's course runs: who completed, who applied, who has a badge, and what to do next. */
export const sessions = {
  title: '講座とバッジ',
  lead: '開催回ごとに、修了からバッジの受取りまでの進み具合を示します。',
  empty: '開催回はまだありません。',
  emptyWhen: '事務局が講座を登録すると、ここに並びます。',
  columns: { run: '開催回', completed: '修了', applied: '申請', issued: '発行', claimed: '受取り' },
  task: (waiting: number) => `${waiting}件の修了が、バッジの発行を待っています。`,
  run: {
    counts: '進み具合',
    unit: '件',
    issue: (count: number) => `${count}件のバッジを発行する`,
    issueNote: '発行の後10分間は取り消せます。本人へのメールは、10分たってから送ります。',
    nothingToIssue: '発行を待つ修了はありません。',
    invite: '申請の案内を送る',
    inviteNote: 'まだ申請していない修了者に、申請用のリンクをメールで送ります。',
    undo: '10分以内の発行を取り消す',
    job: 'バッジを発行しています',
    jobDone: (issued: number, refused: number) =>
      refused === 0 ? `${issued}件を発行しました。` : `${issued}件を発行しました。${refused}件は発行できませんでした。`,
    jobFailed: '発行が途中で止まりました。もう一度お試しください。',
    jobCount: (done: number, total: number) => `${total}件中 ${done}件`,
    jobNote: 'この画面を閉じても続きます。画面は5秒ごとに新しくなります。',
    invited: (count: number, without: number) =>
      without === 0
        ? `${count}通の案内を送信箱に入れました。`
        : `${count}通の案内を送信箱に入れました。アドレスのない方が${without}人います。`,
    undone: (count: number, kept: number) =>
      kept === 0 ? `${count}件の発行を取り消しました。` : `${count}件の発行を取り消しました。${kept}件は取り消せません。`,
    resent: '新しいリンクを送ります。',
    people: '修了者',
    noPeople: 'この開催回の記録はまだありません。',
    columns: { name: '氏名', status: '判定', badge: 'バッジ', mail: 'メール', action: '操作' },
    statuses: { enrolled: '受講中', completed: '修了', not_completed: '未修了', withdrawn: '辞退' } as Record<string, string>,
    badge: {
      none: '未発行',
      applied: '申請済み',
      unclaimed: '未受取',
      claimed: '受取済み',
      declined: '辞退',
      suspended: '一時停止',
      revoked: '取消し',
    },
    resend: 'リンクを送り直す',
    more: '次の人を表示する',
    import: 'この開催回の名簿を取り込む',
    back: '開催回の一覧に戻る',
    reload: '最新の状態を見る',
  },
}
