import SitrepCore
import SitrepDashboard
import SitrepTerminal
import Testing

@MainActor @Suite("Small screens") struct SmallScreenTests {
  @Test func `calm at 60 by 15`() {
    let desk = Desk(.calm(), 60, 15)
    #expect(
      desk.text
        == """
        -- ? 3 ok, 1 not probed · our traffic ok via anthropic  LIVE
        ● anthropic closed       serving                        0.8s
        ● bedrock   closed                                      1.1s
        ? vertex    no breaker                            not probed
        01:53:20Z · engine 0.1 started, pid 7
        01:53:20Z · configuration adopted
        02:03:20Z · gateway obeys generation 1







         t trip  s switch  n note  i incident  ? help  q detach
        """)
  }

  @Test func `an outage with P1 at 60 by 15`() {
    let desk = Desk(.outage(), 60, 15)
    #expect(
      desk.text
        == """
        P1 ✖ ANTHROPIC FAILING 529/500 · our traffic ok         LIVE
        ✖ anthropic OPEN                                         500
        ● bedrock   closed       serving                        1.1s
        ? vertex    no breaker                            not probed
        ✖ page Claude major outage                               now
        02:03:37Z ▲ anthropic claude-opus-4-1 streaming failed: 529
        02:04:37Z ✖ breaker anthropic/haiku closed → open (5 of the…
        02:04:37Z ✖ breaker anthropic/opus closed → open (5 of the …
        02:04:37Z ▲ route anthropic → bedrock: anthropic is open
        02:04:37Z ✖ severity P1: 14 of 14 anthropic attempts failed…
        02:04:37Z ✖ INC-1 opened, P1: anthropic: total failure
        02:04:52Z • anthropic: investigating: Elevated errors acros…
        02:04:52Z • anthropic page: operational → major outage: API
        02:04:52Z · gateway obeys generation 2
         t trip  a acknowledge  i incident  ? help  q detach
        """)
  }

  @Test func `a lost engine at 60 by 15`() {
    let desk = Desk(.calm(), 60, 15)
    desk.feed(.connectionLost(desk.model.now))
    desk.tick(.seconds(12))
    #expect(
      desk.text
        == """
        -- ✖ ENGINE GONE 00:12: data is old          02:03:39Z  LOST
        ░ anthropic closed       serving                        0.8s
        ░ bedrock   closed                                      1.1s
        ? vertex    no breaker                            not probed
        01:53:20Z · engine 0.1 started, pid 7
        01:53:20Z · configuration adopted
        02:03:20Z · gateway obeys generation 1







         t trip  s switch  n note  i incident  ? help  q detach
        """)
  }

  @Test func `nothing has answered yet at 40 by 6`() {
    let desk = Desk(World(), 40, 6)
    #expect(
      desk.text
        == """
        -- ? 0 of 3 answered yet            LIVE
        ? anthropic closed      via    no answer
        ? bedrock   closed             no answer
        ? vertex    no breaker        not probed
        ░ page anthropic stale or unread
        01:53:20Z · configuration adopted
        """)
  }

  @Test func `an outage with P1 at 40 by 6`() {
    let desk = Desk(.outage(), 40, 6)
    #expect(
      desk.text
        == """
        P1 ✖ ANTHROPIC FAILING 529/500      LIVE
        ✖ anthropic OPEN                     500
        ● bedrock   closed      via         1.1s
        ? vertex    no breaker        not probed
        ✖ page Claude major outage           now
        02:04:52Z · gateway obeys generation 2
        """)
  }

  @Test func `forced open and pinned at 40 by 6`() {
    let desk = Desk(.forced(), 40, 6)
    #expect(
      desk.text
        == """
        -- ░ 3 of 4 series stale            LIVE
        ░ anthropic FORCED OPEN      stale 02:07
        ░ bedrock   closed      via  stale 02:07
        ? vertex    no breaker        not probed
        02:03:27Z ▸ ab breaker anthropic forced…
        02:03:27Z ▸ ab route pinned to bedrock
        """)
  }

  @Test func `stale pages at 40 by 6`() {
    let desk = Desk(.stalePage(), 40, 6)
    #expect(
      desk.text
        == """
        -- ? 3 ok, 1 not probed             LIVE
        ● anthropic closed      via         0.8s
        ● bedrock   closed                  0.8s
        ? vertex    no breaker        not probed
        ░ page Claude stale or unread
        02:13:27Z ▲ aws page cannot be read: HT…
        """)
  }

  @Test func `a lost engine at 40 by 6`() {
    let desk = Desk(.calm(), 40, 6)
    desk.feed(.connectionLost(desk.model.now))
    desk.tick(.seconds(12))
    #expect(
      desk.text
        == """
        -- ✖ ENGINE GONE 00:12: data is old LOST
        ░ anthropic closed      via         0.8s
        ░ bedrock   closed                  1.1s
        ? vertex    no breaker        not probed
        01:53:20Z · configuration adopted
        02:03:20Z · gateway obeys generation 1
        """)
  }

  @Test func `an outage in a drill, in ASCII at 40 by 6`() {
    let desk = Desk(.outage(mode: .drill("q2")), 40, 6, glyphs: .ascii)
    #expect(
      desk.text
        == """
        P1 X ANTHROPIC FAILING 529/500     DRILL
        X anthropic OPEN                     500
        o bedrock   closed      via         1.1s
        ? vertex    no breaker        not probed
        X page Claude major outage           now
        02:04:52Z - gateway obeys generation 2
        """)
  }
}
