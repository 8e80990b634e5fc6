import SitrepCore

extension BedrockDialect {
  /// A bearer key, or the key id of a signature that is right.
  func key(of request: VendorRequest, _ served: ServedPlatform) throws(Refusal) -> String {
    if let bearer = request.bearer { return bearer }
    guard let value = request.header("authorization") else {
      throw Refusal(
        status: 403, type: "MissingAuthenticationTokenException", message: "Missing Authentication Token")
    }
    return try SignatureCheck(pairs: keys.aws, region: served.region, now: now).verify(request, value)
  }

  /// The body, or for a count of its tokens the body that stands in it in base 64.
  func body(of request: VendorRequest, counts: Bool = false) throws(Refusal) -> JSON {
    var bytes = request.body
    if counts {
      let wrapped = JSON(reading: bytes)?["input"]?["invokeModel"]?["body"]?.text
      guard let inner = wrapped.flatMap({ Base64.decode($0) }) else {
        throw .validation("input.invokeModel.body: Field required")
      }
      bytes = inner
    }
    guard let body = JSON(reading: bytes), case .object = body else {
      throw .validation("Malformed input request, please reformat your input and try again.")
    }
    guard body["anthropic_version"]?.text == "bedrock-2023-05-31" else {
      throw .validation("anthropic_version: Input should be 'bedrock-2023-05-31'")
    }
    for key in ["model", "stream"] where body[key] != nil {
      throw .validation(
        "#: extraneous key [\(key)] is not permitted, please reformat your input and try again.")
    }
    do throws(Refusal) {
      try MessageBody.checkMessages(body, counts: false)
    } catch {
      throw .validation(error.message)
    }
    return body
  }

  /// As the control plane lists them.
  func models(_ served: ServedPlatform) -> JSON {
    let summaries = served.models.keys.sorted().map { model -> JSON in
      ["modelId": model.json, "modelName": model.json, "providerName": "Anthropic"]
    }
    return ["modelSummaries": .list(summaries)]
  }

  /// The id itself, or the id behind the prefix of an inference profile ("us.", "global.").
  func find(_ name: String, _ served: ServedPlatform) -> Model? {
    if served.models[Model(name)] != nil { return Model(name) }
    guard let dot = name.firstIndex(of: "."),
      ["us", "eu", "apac", "jp", "au", "global"].contains(name[..<dot])
    else { return nil }
    let bare = Model(String(name[name.index(after: dot)...]))
    return served.models[bare] == nil ? nil : bare
  }
}

extension Refusal {
  static func validation(_ message: String) -> Refusal {
    Refusal(status: 400, type: "ValidationException", message: message)
  }
}
