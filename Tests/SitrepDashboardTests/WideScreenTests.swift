import SitrepCore
import SitrepDashboard
import SitrepTerminal
import Testing

@MainActor @Suite("Wide screens") struct WideScreenTests {
  @Test func `an outage with P1 at 200 by 50`() {
    let desk = Desk(.outage(), 200, 50)
    #expect(
      desk.text
        == """
        P1 ✖ ANTHROPIC FAILING 529/500 · our traffic ok via bedrock · not us: network fine                                                                              ack in 00:41  INC-1 19s  02:04:56Z  LIVE
        ┌ 1 Status pages ──────────────────────────────────────────────┐┌ 2 Probes ────────────────────────────────────────────────────────────────────────────────────────────── last 33m, 30s a column, 0–2s ┐
        │ ✖ Claude major outage                             fetched now││ ✖ anthropic haiku  messages                                             ▃▃▃▄▄▃▃▃▄▄▃▃▃▄▄▃▃▃▄▄✕✕✕ 500      p50 0.7s  p99 –     n20  15s│
        │   ✖ API                                          major outage││ ✖ anthropic opus   streaming                                            ▃▄▄▄▅▃▄▄▄▅▃▄▄▄▅▃▄▄▄▅✕✕✕ 529      p50 0.9s  p99 –     n20  15s│
        │   ● 2 other components operational                           ││ ● bedrock   haiku  messages                                             ▄▄▄▅▅▄▄▄▅▅▄▄▄▅▅▄▄▄▅▅▅▅▅ 1.1s     p50 1.0s  p99 –     n23  15s│
        │   02:04Z investigating: Elevated errors across models        ││ ? vertex    sonnet messages  not probed: no credentials                                                                              │
        │   posted 1m15s after we saw it                               ││                                                                                                                                      │
        │ ● AWS    operational                               fetched 1m││                                                                                                                                      │
        │                                                              ││                                                                                                                                      │
        │                                                              ││                                                                                                                                      │
        │                                                              ││                                                                                                                                      │
        │                                                              ││                                                                                                                                      │
        │                                                              ││                                                                                                                                      │
        │                                                              ││                                                                                                                                      │
        └──────────────────────────────────────────────────────────────┘└──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
        ┌ 3 Breakers ──────────────────────────────────────────────────┐┌ 4 Rate limits ───────────────────────────────────────────────────┐┌ 5 Objectives ─────────────────────────────────────────── last 1h ┐
        │ ✖ anthropic OPEN  retry 00:41                                ││ anthropic haiku                                           read 1m││             avail%  err%   p95 burn1h   p99  run  budget         │
        │   ✖ haiku 5 of the last 5 failed: 529 ×3, 500 ×2             ││  requests ███████████████░░░░░ 74%                               ││ ✖ anthropic   74.0  25.9  1.1s  51.9×     –    7   spent n40/54  │
        │   ✖ opus 5 of the last 5 failed: 529 ×4, stalled ×1          ││  input    ██████░░░░░░░░░░░░░░ 27%  full in 2m                   ││ ● bedrock      100     0  1.1s   0.0×     –    0    100% n23     │
        │ ● bedrock   closed                                    serving││ ? bedrock   unknown: no headers                                  ││ ? vertex     no data                                             │
        │ ? vertex    unknown: not probed                              ││ ? vertex    unknown: not probed                                  ││   target      99.5     1  5.0s          10s    3                 │
        │ route bedrock, confirmed by 1 of 1                        now││                                                                  ││ anthropic burns its budget 51.9× over 1h                         │
        │                                                              ││                                                                  ││ anthropic degraded 1m                                            │
        │                                                              ││                                                                  ││                                                                  │
        │                                                              ││                                                                  ││                                                                  │
        │                                                              ││                                                                  ││                                                                  │
        │                                                              ││                                                                  ││                                                                  │
        └──────────────────────────────────────────────────────────────┘└──────────────────────────────────────────────────────────────────┘└──────────────────────────────────────────────────────────────────┘
        ┌ 6 Triage ────────────────────────────────────────────────────┐┌ 7 Timeline ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────── UTC ┐
        │ anthropic: vendor platform fails, acknowledged on its page   ││ 01:53:20Z · engine 0.1 started, pid 7                                                                                                │
        │ own side · 400/404 · 401/403 · 429 · 500 ▸529 · timeouts     ││ 01:53:20Z · configuration adopted                                                                                                    │
        │ do       traffic is on bedrock already: leave it there       ││ 02:03:20Z · gateway obeys generation 1                                                                                               │
        │ against  bedrock fine                                        ││ 02:03:37Z ▲ anthropic claude-haiku-4-5 messages failed: 500                                                                          │
        │ high confidence, rule R15                                    ││ 02:03:37Z ▲ anthropic claude-opus-4-1 streaming failed: 529                                                                          │
        │ for      haiku messages: 7 of 7 failed, 529 ×4, 500 ×3       ││ 02:04:37Z ✖ breaker anthropic/haiku closed → open (5 of the last 5 failed: 529 ×3, 500 ×2)                                           │
        │ for      opus streaming: 7 of 7 failed, 529 ×6, stalled ×1   ││ 02:04:37Z ✖ breaker anthropic/opus closed → open (5 of the last 5 failed: 529 ×4, stalled ×1)                                        │
        │ for      anthropic's page says major outage                  ││ 02:04:37Z ▲ route anthropic → bedrock: anthropic is open                                                                             │
        │ do       retry after 30–60 s; many of them: cache harder or  ││ 02:04:37Z ✖ severity P1: 14 of 14 anthropic attempts failed: 529 ×11, 500 ×3                                                         │
        │   move early                                                 ││ 02:04:37Z ✖ INC-1 opened, P1: anthropic: total failure                                                                               │
        │ unless   others fail the same way, or a probe from           ││ 02:04:52Z • anthropic: investigating: Elevated errors across models (posted 02:04:52Z)                                               │
        │   elsewhere is fine                                          ││ 02:04:52Z • anthropic page: operational → major outage: API                                                                          │
        │ P1 total failure for 15s  14 of 14 anthropic attempts        ││ 02:04:52Z · gateway obeys generation 2                                                                                               │
        │   failed: 529 ×11, 500 ×3                                    ││                                                                                                                                      │
        │ ● dns ok 12ms  now                                           ││                                                                                                                                      │
        │ ● example.com ok 12ms  now                                   ││                                                                                                                                      │
        │                                                              ││                                                                                                                                      │
        │                                                              ││                                                                                                                                      │
        │                                                              ││                                                                                                                                      │
        └──────────────────────────────────────────────────────────────┘└──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
         t trip  s switch  a acknowledge  n note  u undo  p postmortem  i incident  ? help  q detach
        """)
  }

  @Test func `calm at 120 by 36`() {
    let desk = Desk(.calm(), 120, 36)
    #expect(
      desk.text
        == """
        -- ? 3 ok, 1 not probed · our traffic ok via anthropic                                                   02:03:27Z  LIVE
        ┌ 1 Status pages ─────────────────────┐┌ 2 Probes ──────────────────────────────────── last 15m45s, 45s a column, 0–2s ┐
        │ ● Claude operational      fetched 5s││ ● anthropic haiku  messages         ▃▃▄▄▃▃▄▃▃▄▄▃▄▄ 0.8s     p50 0.7s  n20  5s │
        │   ● 3 components operational        ││ ● anthropic opus   streaming        ▃▄▄▅▄▄▅▃▄▄▅▄▄▅ 1.1s     p50 0.9s  n20  5s │
        │ ● AWS    operational      fetched 5s││ ● bedrock   haiku  messages         ▄▄▅▅▄▄▅▄▄▅▅▄▅▅ 1.1s     p50 1.0s  n20  5s │
        │                                     ││ ? vertex    sonnet messages  not probed: no credentials                       │
        │                                     ││                                                                               │
        │                                     ││                                                                               │
        │                                     ││                                                                               │
        │                                     ││                                                                               │
        └─────────────────────────────────────┘└───────────────────────────────────────────────────────────────────────────────┘
        ┌ 3 Breakers ─────────────────────────┐┌ 4 Rate limits ───────────────────────┐┌ 5 Objectives ──────────────── last 1h ┐
        │ ● anthropic closed           serving││ anthropic haiku               read 5s││             avail%  err%   p95        │
        │ ● bedrock   closed                  ││  requests ███████░░░ 74%  full in 30s││ ● anthropic    100     0  1.1s n40    │
        │ ? vertex    unknown: not probed     ││  input    ███░░░░░░░ 27%  full in 3m ││ ● bedrock      100     0  1.1s n20    │
        │ route anthropic, confirmed by 1 of 1││ ? bedrock   unknown: no headers      ││ ? vertex     no data                  │
        │                                     ││ ? vertex    unknown: not probed      ││   target      99.5     1  5.0s        │
        │                                     ││                                      ││                                       │
        │                                     ││                                      ││                                       │
        └─────────────────────────────────────┘└──────────────────────────────────────┘└───────────────────────────────────────┘
        ┌ 6 Triage ───────────────────────────┐┌ 7 Timeline ────────────────────────────────────────────────────────────── UTC ┐
        │ vertex: unknown: no fresh probe     ││ 01:53:20Z · engine 0.1 started, pid 7                                         │
        │ do       configure credentials or   ││ 01:53:20Z · configuration adopted                                             │
        │   agree to probing                  ││ 02:03:20Z · gateway obeys generation 1                                        │
        │ against  anthropic, bedrock fine    ││                                                                               │
        │ against  vertex's page unknown or   ││                                                                               │
        │   stale                             ││                                                                               │
        │ high confidence, rule R4            ││                                                                               │
        │ for      sonnet: not probed: no     ││                                                                               │
        │   credentials                       ││                                                                               │
        │ unless   one answer of a probe      ││                                                                               │
        │ ● dns ok 12ms  5s                   ││                                                                               │
        │ ● example.com ok 12ms  5s           ││                                                                               │
        │                                     ││                                                                               │
        └─────────────────────────────────────┘└───────────────────────────────────────────────────────────────────────────────┘
         t trip  s switch  a acknowledge  n note  u undo  p postmortem  i incident  ? help  q detach
        """)
  }

  @Test func `an outage with P1 at 120 by 36`() {
    let desk = Desk(.outage(), 120, 36)
    #expect(
      desk.text
        == """
        P1 ✖ ANTHROPIC FAILING 529/500 · our traffic ok via bedrock                     ack in 00:41  INC-1 19s  02:04:56Z  LIVE
        ┌ 1 Status pages ─────────────────────┐┌ 2 Probes ──────────────────────────────────── last 15m45s, 45s a column, 0–2s ┐
        │ ✖ Claude major outage    fetched now││ ✖ anthropic haiku  messages       ▃▃▄▄▃▃▄▃▃▄▄▃▄✕✕✕ 500      p50 0.7s  n20  15s│
        │   ✖ API                 major outage││ ✖ anthropic opus   streaming      ▃▄▄▅▄▄▅▃▄▄▅▄▄✕✕✕ 529      p50 0.9s  n20  15s│
        │   ● 2 other components operational  ││ ● bedrock   haiku  messages       ▄▄▅▅▄▄▅▄▄▅▅▄▅▅▅▅ 1.1s     p50 1.0s  n23  15s│
        │   02:04Z investigating: Elevated er…││ ? vertex    sonnet messages  not probed: no credentials                       │
        │   posted 1m15s after we saw it      ││                                                                               │
        │ ● AWS    operational      fetched 1m││                                                                               │
        │                                     ││                                                                               │
        │                                     ││                                                                               │
        └─────────────────────────────────────┘└───────────────────────────────────────────────────────────────────────────────┘
        ┌ 3 Breakers ─────────────────────────┐┌ 4 Rate limits ───────────────────────┐┌ 5 Objectives ──────────────── last 1h ┐
        │ ✖ anthropic OPEN  retry 00:41       ││ anthropic haiku               read 1m││             avail%  err%   p95        │
        │   ✖ haiku 529 ×3, 500 ×2            ││  requests ███████░░░ 74%             ││ ✖ anthropic   74.0  25.9  1.1s n40/54 │
        │   ✖ opus 529 ×4, stalled ×1         ││  input    ███░░░░░░░ 27%  full in 2m ││ ● bedrock      100     0  1.1s n23    │
        │ ● bedrock   closed           serving││ ? bedrock   unknown: no headers      ││ ? vertex     no data                  │
        │ ? vertex    unknown: not probed     ││ ? vertex    unknown: not probed      ││   target      99.5     1  5.0s        │
        │ route bedrock, confirmed by 1 of 1  ││                                      ││ anthropic burns its budget 51.9× over…│
        │                                     ││                                      ││ anthropic degraded 1m                 │
        └─────────────────────────────────────┘└──────────────────────────────────────┘└───────────────────────────────────────┘
        ┌ 6 Triage ───────────────────────────┐┌ 7 Timeline ────────────────────────────────────────────────────────────── UTC ┐
        │ anthropic: vendor platform fails,  █││ 01:53:20Z · engine 0.1 started, pid 7                                         │
        │   acknowledged on its page         █││ 01:53:20Z · configuration adopted                                             │
        │ us 400 401 429 500 ▸529 time       █││ 02:03:20Z · gateway obeys generation 1                                        │
        │ do       traffic is on bedrock     █││ 02:03:37Z ▲ anthropic claude-haiku-4-5 messages failed: 500                   │
        │   already: leave it there          █││ 02:03:37Z ▲ anthropic claude-opus-4-1 streaming failed: 529                   │
        │ against  bedrock fine              █││ 02:04:37Z ✖ breaker anthropic/haiku closed → open (5 of the last 5 failed: 52…│
        │ high confidence, rule R15          █││ 02:04:37Z ✖ breaker anthropic/opus closed → open (5 of the last 5 failed: 529…│
        │ for      haiku messages: 7 of 7    │││ 02:04:37Z ▲ route anthropic → bedrock: anthropic is open                      │
        │   failed, 529 ×4, 500 ×3           │││ 02:04:37Z ✖ severity P1: 14 of 14 anthropic attempts failed: 529 ×11, 500 ×3  │
        │ for      opus streaming: 7 of 7    │││ 02:04:37Z ✖ INC-1 opened, P1: anthropic: total failure                        │
        │   failed, 529 ×6, stalled ×1       │││ 02:04:52Z • anthropic: investigating: Elevated errors across models (posted 0…│
        │ for      anthropic's page says     │││ 02:04:52Z • anthropic page: operational → major outage: API                   │
        │   major outage                     │││ 02:04:52Z · gateway obeys generation 2                                        │
        └─────────────────────────────────────┘└───────────────────────────────────────────────────────────────────────────────┘
         t trip  s switch  a acknowledge  n note  u undo  p postmortem  i incident  ? help  q detach
        """)
  }

  @Test func `forced open and pinned at 120 by 36`() {
    let desk = Desk(.forced(), 120, 36)
    #expect(
      desk.text
        == """
        -- ░ 3 of 4 series stale · our traffic unmeasured · pinned to bedrock (0 of 1 confirmed)                 02:05:27Z  LIVE
        ┌ 1 Status pages ─────────────────────┐┌ 2 Probes ──────────────────────────────────── last 15m45s, 45s a column, 0–2s ┐
        │ ● Claude operational      fetched 2m││ ░ anthropic haiku  messages      ▃▃▄▄▃▃▄▃▃▄▄▃▄▄▄░░ stale 02:07        n20  2m │
        │   ● 3 components operational        ││ ░ anthropic opus   streaming     ▃▄▄▅▄▄▅▃▄▄▅▄▄▅▅░░ stale 02:07        n20  2m │
        │ ● AWS    operational      fetched 2m││ ░ bedrock   haiku  messages      ▄▄▅▅▄▄▅▄▄▅▅▄▅▅▅░░ stale 02:07        n20  2m │
        │                                     ││ ? vertex    sonnet messages  not probed: no credentials                       │
        │                                     ││                                                                               │
        │                                     ││                                                                               │
        │                                     ││                                                                               │
        │                                     ││                                                                               │
        └─────────────────────────────────────┘└───────────────────────────────────────────────────────────────────────────────┘
        ┌ 3 Breakers ─────────────────────────┐┌ 4 Rate limits ───────────────────────┐┌ 5 Objectives ──────────────── last 1h ┐
        │ ⊗ anthropic FORCED OPEN by ab 2m    ││ anthropic haiku               read 2m││             avail%  err%   p95        │
        │     13:00 left, then evidence       ││  requests ███████░░░ 74%             ││ ● anthropic    100     0  1.1s n40    │
        │ ● bedrock   closed            pinned││  input    ███░░░░░░░ 27%  full in 1m ││ ● bedrock      100     0  1.1s n20    │
        │ ? vertex    unknown: not probed     ││ ? bedrock   unknown: no headers      ││ ? vertex     no data                  │
        │ route bedrock wanted, confirmed 0/1 ││ ? vertex    unknown: not probed      ││   target      99.5     1  5.0s        │
        │ pinned by ab 2m: no failover        ││                                      ││                                       │
        │                                     ││                                      ││                                       │
        └─────────────────────────────────────┘└──────────────────────────────────────┘└───────────────────────────────────────┘
        ┌ 6 Triage ───────────────────────────┐┌ 7 Timeline ────────────────────────────────────────────────────────────── UTC ┐
        │ vertex: unknown: no fresh probe     ││ 01:53:20Z · engine 0.1 started, pid 7                                         │
        │ do       configure credentials or   ││ 01:53:20Z · configuration adopted                                             │
        │   agree to probing                  ││ 02:03:20Z · gateway obeys generation 1                                        │
        │ against  anthropic, bedrock fine    ││ 02:03:27Z ▸ ab breaker anthropic forced open: error budget                    │
        │ against  vertex's page unknown or   ││ 02:03:27Z ▸ ab route pinned to bedrock                                        │
        │   stale                             ││                                                                               │
        │ high confidence, rule R4            ││                                                                               │
        │ for      sonnet: not probed: no     ││                                                                               │
        │   credentials                       ││                                                                               │
        │ unless   one answer of a probe      ││                                                                               │
        │ ● dns ok 12ms  2m                   ││                                                                               │
        │ ● example.com ok 12ms  2m           ││                                                                               │
        │                                     ││                                                                               │
        └─────────────────────────────────────┘└───────────────────────────────────────────────────────────────────────────────┘
         t trip  s switch  a acknowledge  n note  u undo  p postmortem  i incident  ? help  q detach
        """)
  }

  @Test func `a lost engine at 120 by 36`() {
    let desk = Desk(.calm(), 120, 36)
    desk.feed(.connectionLost(desk.model.now))
    desk.tick(.seconds(12))
    #expect(
      desk.text
        == """
        -- ✖ ENGINE GONE 00:12: data is old                                                                      02:03:39Z  LOST
        ┌ 1 Status pages ──────────────── old ┐┌ 2 Probes ──────────────────────────────────────────────────────────────── old ┐
        │ ░ Claude operational     fetched 15s││ ░ anthropic haiku  messages         ▃▃▄▄▃▃▄▃▃▄▄▃▄▄ 0.8s     p50 0.7s  n20  15s│
        │   ░ 3 components operational        ││ ░ anthropic opus   streaming        ▃▄▄▅▄▄▅▃▄▄▅▄▄▅ 1.1s     p50 0.9s  n20  15s│
        │ ░ AWS    operational     fetched 15s││ ░ bedrock   haiku  messages         ▄▄▅▅▄▄▅▄▄▅▅▄▅▅ 1.1s     p50 1.0s  n20  15s│
        │                                     ││ ? vertex    sonnet messages  not probed: no credentials                       │
        │                                     ││                                                                               │
        │                                     ││                                                                               │
        │                                     ││                                                                               │
        │                                     ││                                                                               │
        └─────────────────────────────────────┘└───────────────────────────────────────────────────────────────────────────────┘
        ┌ 3 Breakers ──────────────────── old ┐┌ 4 Rate limits ────────────────── old ┐┌ 5 Objectives ──────────────────── old ┐
        │ ░ anthropic closed           serving││ anthropic haiku              read 15s││             avail%  err%   p95        │
        │ ░ bedrock   closed                  ││  requests ███████░░░ 74%  full in 20s││ ░ anthropic    100     0  1.1s n40    │
        │ ? vertex    unknown: not probed     ││  input    ███░░░░░░░ 27%  full in 3m ││ ░ bedrock      100     0  1.1s n20    │
        │ route anthropic, confirmed by 1 of 1││ ? bedrock   unknown: no headers      ││ ? vertex     no data                  │
        │                                     ││ ? vertex    unknown: not probed      ││   target      99.5     1  5.0s        │
        │                                     ││                                      ││                                       │
        │                                     ││                                      ││                                       │
        └─────────────────────────────────────┘└──────────────────────────────────────┘└───────────────────────────────────────┘
        ┌ 6 Triage ────────────────────── old ┐┌ 7 Timeline ────────────────────────────────────────────────────────────── old ┐
        │ vertex: unknown: no fresh probe     ││ 01:53:20Z · engine 0.1 started, pid 7                                         │
        │ do       configure credentials or   ││ 01:53:20Z · configuration adopted                                             │
        │   agree to probing                  ││ 02:03:20Z · gateway obeys generation 1                                        │
        │ against  anthropic, bedrock fine    ││                                                                               │
        │ against  vertex's page unknown or   ││                                                                               │
        │   stale                             ││                                                                               │
        │ high confidence, rule R4            ││                                                                               │
        │ for      sonnet: not probed: no     ││                                                                               │
        │   credentials                       ││                                                                               │
        │ unless   one answer of a probe      ││                                                                               │
        │ ░ dns ok 12ms  15s                  ││                                                                               │
        │ ░ example.com ok 12ms  15s          ││                                                                               │
        │                                     ││                                                                               │
        └─────────────────────────────────────┘└───────────────────────────────────────────────────────────────────────────────┘
         t trip  s switch  a acknowledge  n note  u undo  p postmortem  i incident  ? help  q detach
        """)
  }
}
