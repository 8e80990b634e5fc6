extension TriageRule {
  /// Notes D4 in its order, as amended in DESIGN section 5; rules with a letter are the amendments.
  package static let table: [TriageRule] = ownSideRules + calmRules + ourRules + vendorRules

  // MARK: Is it this machine?

  private static let ownSideRules: [TriageRule] = [
    TriageRule(
      "R1", "unknown: this machine slept or stood still, or its clock jumped", .unknown, .high,
      path: .at(.ownSide), unless: "fresh probes on a clock that runs evenly",
      do: [.say("wait for fresh probes"), .say("minutes in between count as unknown")]
    ) { $0.ownSide == .impaired },
    TriageRule(
      "R2", "us: our network is down; neutral hosts fail too", .us, .high, path: .at(.ownSide),
      unless: "an answer from any vendor or neutral host",
      do: [.say("check VPN, proxy and route"), .say("try another network before any failover")]
    ) { $0.ownSide == .neutralBad && $0.probes != .ok },
    TriageRule(
      "R2b", "healthy; the neutral hosts are in doubt", .nobody, .medium,
      unless: "a probe that fails", do: [.say("check or replace the neutral hosts")]
    ) { $0.ownSide == .neutralBad },
    TriageRule(
      "R3", "us: our resolver fails", .us, .high, path: .at(.ownSide),
      unless: "the resolver answers and probes still fail",
      do: [.say("check DNS: resolv.conf, VPN, split horizon"), .say("try another resolver")]
    ) {
      $0.ownSide == .resolverBad && $0.probes != .ok
        && ($0.kind == .network || $0.kind == .none || $0.probes == .none)
    },
    TriageRule(
      "R3b", "healthy; the resolver check is in doubt", .nobody, .medium,
      unless: "a probe that cannot resolve its host", do: [.say("check the name that the control resolves")]
    ) { $0.ownSide == .resolverBad && $0.probes == .ok },
    TriageRule(
      "R3c", "mixed: our resolver is in doubt, and the vendor fails otherwise", .unknown, .low,
      path: .byFailure, unless: "the resolver check answers again, or the vendor does",
      do: [.say("check DNS"), .runbook]
    ) { $0.ownSide == .resolverBad },
  ]

  // MARK: Do probes answer?

  private static let calmRules: [TriageRule] = [
    TriageRule(
      "R4", "unknown: no fresh probe", .unknown, .high, unless: "one answer of a probe",
      do: [.say("configure credentials or agree to probing")]
    ) { $0.probes == .none },
    TriageRule(
      "R5a", "us: calls fail only while several platforms share the traffic", .us, .medium,
      path: .at(.ownSide), unless: "calls fail on one platform alone, too",
      do: [
        .isolate, .say("look at what the platforms share: caches, sessions, ids"),
        .say("keep it isolated until both have answered alone for a while"),
      ]
    ) { $0.probes == .ok && $0.traffic == .failingMixed },
    TriageRule(
      "R5", "us: probes are fine, our traffic fails", .us, .medium, path: .at(.ownSide),
      unless: "a probe like the failing request fails, too",
      do: [
        .say("compare a failing request with the probe; probe what it uses"),
        .say("look at the last deploy"),
        .say("if calls are spread over platforms, pin one and compare"),
      ]
    ) { $0.probes == .ok && $0.traffic == .failing },
    TriageRule(
      "R5b", "unknown: calls fail, and no round of probes since says whose fault it is", .unknown, .low,
      path: .at(.ownSide), unless: "probes sent since then: fine, it is ours; failing, the vendor's",
      do: [.say("wait for the next round of probes"), .say("look at the request ids of the failed calls")]
    ) { $0.probes == .ok && $0.traffic == .unconfirmed },
    TriageRule(
      "R9a", "us: calls are rate limited, though probes are not", .us, .medium, path: .at(.limits),
      unless: "429s go on while the headers show more than 20 % left",
      do: [
        .say("reduce traffic: queue what can wait, batch what is bulk, lower max_tokens"),
        .say("wait for retry-after; look which key and model the calls use"), .moveAway,
      ]
    ) { $0.probes == .ok && $0.traffic == .limited },
    TriageRule(
      "R4b", "unknown: what is probed answers, but not every model is probed", .unknown, .medium,
      unless: "an answer of each model", do: [.say("probe the models that are listed, or take them out")]
    ) { $0.probes == .ok && $0.coverage == .partial },
    TriageRule(
      "R6", "vendor incident, not seen here", .vendor, .medium, unless: "a probe or a call that fails",
      do: [.say("watch; know where traffic would go")]
    ) { $0.probes == .ok && $0.page == .incident },
    TriageRule("R7", "healthy", .nobody, .high, unless: "a probe or a call that fails", do: []) {
      $0.probes == .ok
    },
  ]

  // MARK: Is it something of ours?

  private static let ourRules: [TriageRule] = [
    TriageRule(
      "R8a", "probably vendor auth: the key worked minutes ago; do not rotate", .vendor, .medium,
      path: .at(.key), unless: "somebody here rotated or revoked it; or 15 min pass and its page is silent",
      do: [.moveAway, .say("do not rotate keys yet"), .say("ask who touched the key in the console")]
    ) { $0.kind == .vendorAuth },
    TriageRule(
      "R8", "us: credentials or billing", .us, .high, path: .at(.key),
      unless: "a second key fails as well and its page tells of trouble",
      do: [
        .say("check the key in the console: set, valid, rotated, allowed, billed"), .moveAway,
      ]
    ) { $0.kind == .ownAuth },
    TriageRule(
      "R9", "us: rate limited", .us, .high, path: .at(.limits),
      unless: "429s go on while the headers show more than 20 % left",
      do: [
        .say("reduce traffic: queue what can wait, batch what is bulk, lower max_tokens"),
        .say("wait for retry-after"), .moveAway,
      ]
    ) { $0.kind == .quotaLow },
    TriageRule(
      "R10a", "vendor: the same request worked minutes ago; a change or a withdrawn model", .vendor, .medium,
      path: .at(.request), unless: "a deploy or a setting of ours changed the request since",
      do: [
        .say("read the message; look at the retirement dates and the list of models"),
        .say("switch the model"), .moveAway,
      ]
    ) { $0.kind == .vendorRequest },
    TriageRule(
      "R10", "us: request or model configuration", .us, .high, path: .at(.request),
      unless: "the same request is known to have worked",
      do: [
        .say("check model id, region and last deploy"), .say("look at the model's retirement date"),
      ]
    ) { $0.kind == .request },
  ]

  // MARK: Then it is the vendor

  private static let vendorRules: [TriageRule] = [
    TriageRule(
      "R11", "vendor: throttles although headroom is left", .vendor, .medium, path: .at(.limits),
      unless: "the headers show a limit that is used up",
      do: [.moveAway, .say("attach the headers to a support case")]
    ) { $0.kind == .quotaLeft },
    TriageRule(
      "R12", "vendor: a capability regressed", .vendor, .medium,
      unless: "what is sent to check it changed on our side",
      do: [.say("switch the model for that capability"), .moveAway]
    ) { $0.kind == .content },
    TriageRule(
      "R13", "vendor: all platforms fail; failover will not help", .vendor, .high, path: .byFailure,
      unless: "one platform that answers, or neutral hosts that fail, too",
      do: [.say("degrade gracefully; do not switch"), .say("tell users"), .runbook]
    ) { $0.others == .sameFailing && [.vendor, .none].contains($0.kind) },
    TriageRule(
      "R14a", "mixed: every host refuses connections; the network to them works", .unknown, .medium,
      path: .at(.timeouts), unless: "a connection to any of them",
      do: [
        .say("check that something listens: base URLs, a local proxy, the simulated vendors of a demo"),
        .say("check whether a firewall of ours rejects"),
      ]
    ) { $0.kind == .refused && $0.others == .sameFailing },
    TriageRule(
      "R14", "mixed: several hosts unreachable, neutral ones fine", .unknown, .medium, path: .at(.timeouts),
      unless: "a connection to one of them from another network",
      do: [.say("check egress policy and TLS interception"), .say("try from another network")]
    ) { $0.kind == .network && $0.others == .sameFailing },
    TriageRule(
      "R15", "vendor platform fails, acknowledged on its page", .vendor, .high, path: .byFailure,
      page: "acknowledged on its page",
      unless: "others fail the same way, or a probe from elsewhere is fine",
      do: [.moveAway, .runbook, .shut]
    ) { $0.page == .incident },
    TriageRule(
      "R16", "vendor platform fails, not yet on its page", .vendor, .medium, path: .byFailure,
      page: "not yet on its page",
      unless: "others fail the same way, or a probe from elsewhere is fine; a post makes it sure",
      do: [.moveAway, .runbook, .say("ask somebody outside to try"), .shut]
    ) { $0.page == .ok },
    TriageRule(
      "R17", "vendor platform fails, its page is unavailable", .vendor, .medium, path: .byFailure,
      page: "its page is unavailable",
      unless: "others fail the same way, or a probe from elsewhere is fine; a post makes it sure",
      do: [.moveAway, .runbook, .shut]
    ) { _ in true },
  ]
}
