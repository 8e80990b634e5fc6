/// Folding of what happens to an incident.
extension Incident {
  mutating func take(_ change: IncidentChange, event: Event, _ settings: IncidentSettings) {
    guard refusal(of: change.change) == nil else { return }
    switch change.change {
    case .acknowledged, .mitigated, .monitoring, .relapsed, .resolved, .reopened, .merged:
      move(change.change, event: event)
      guard case .reopened = change.change else { break }
      startResponse(at: event.at, settings)
      updateDue = settings.updateDue(severity, after: event.at)
    case .severity(let severity, let byHand):
      take(severity, byHand: byHand, reason: change.reason, at: event.at, settings)
    case .attached(let series): attach(series)
    case .vendorPosted(let postedAt):
      vendorPostedAt = vendorPostedAt ?? postedAt
      vendorSeenAt = vendorSeenAt ?? event.at
    case .leadTaken: lead = event.actor
    case .roleChanged(let role, _, let person): give(role, to: person)
    case .updateSent:
      lastUpdateAt = event.at
      isUpdateDueByHand = nil
      updateDue = settings.updateDue(severity, after: event.at)
    case .updateDue(let moment):
      updateDue = moment
      isUpdateDueByHand = true
    case .resolveAsked: resolveAskedAt = event.at
    case .kept:
      resolveAskedAt = nil
      keptUntil = event.at + settings.askAgain
    case .flapping: flappingSince = event.at
    case .steady: flappingSince = nil
    }
  }

  /// Starts both clocks.
  mutating func start(at moment: Instant, _ settings: IncidentSettings) {
    openedAt = moment
    lastUpdateAt = moment
    startResponse(at: moment, settings)
    updateDue = settings.updateDue(severity, after: moment)
  }

  private mutating func startResponse(at moment: Instant, _ settings: IncidentSettings) {
    responseDue = acknowledgedAt == nil ? settings.responseDue(severity, after: moment) : nil
  }

  private mutating func move(_ change: IncidentChange.Change, event: Event) {
    switch change {
    case .acknowledged:
      acknowledgedAt = event.at
      acknowledgedBy = event.actor
      responseDue = nil
      if phase == .open { phase = .acknowledged }
    case .mitigated:
      mitigatedAt = event.at
      if phase != .monitoring { phase = .mitigated }
    case .monitoring:
      monitoringSince = event.at
      phase = .monitoring
    case .relapsed, .reopened:
      if isOver { reopenings += 1 }
      resolvedAt = nil
      mitigatedAt = nil
      monitoringSince = nil
      forgetQuestion()
      phase = acknowledgedAt == nil ? .open : .acknowledged
    case .merged(let into):
      mergedInto = into
      close(at: event.at)
    default: close(at: event.at)
    }
  }

  private mutating func close(at moment: Instant) {
    resolvedAt = moment
    phase = .resolved
    (responseDue, updateDue, isUpdateDueByHand, flappingSince) = (nil, nil, nil, nil)
    forgetQuestion()
  }

  private mutating func forgetQuestion() { (resolveAskedAt, keptUntil) = (nil, nil) }

  /// A graver one starts the response clock again, for whoever has not answered yet.
  private mutating func take(
    _ new: Severity, byHand: Bool, reason: CleanText, at now: Instant, _ settings: IncidentSettings
  ) {
    let old = severity
    severity = new
    highestSeverity = max(highestSeverity, new)
    severityReason = reason.text
    severityByHand = severityByHand || byHand
    guard new != old else { return }
    startResponse(at: new > old ? now : openedAt, settings)
    if isUpdateDueByHand != true { updateDue = settings.updateDue(new, after: lastUpdateAt) }
  }

  private mutating func attach(_ new: [SeriesID]) {
    for id in new where !series.contains(id) {
      series.append(id)
      if !platforms.contains(id.platform) { platforms.append(id.platform) }
    }
  }

  /// Takes over what another one was about; that one is closed and points here.
  mutating func absorb(_ other: Incident) {
    attach(other.series)
    for platform in other.platforms where !platforms.contains(platform) { platforms.append(platform) }
    impactAfter = [impactAfter, other.impactAfter].compactMap(\.self).min()
    impactBefore = min(impactBefore, other.impactBefore)
    highestSeverity = max(highestSeverity, other.highestSeverity)
    vendorPostedAt = [vendorPostedAt, other.vendorPostedAt].compactMap(\.self).min()
    vendorSeenAt = [vendorSeenAt, other.vendorSeenAt].compactMap(\.self).min()
  }
}
