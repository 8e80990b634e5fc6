import SitrepCore

extension BedrockDialect {
  /// A bearer key, or the key id of a signature of the right shape.
  func key(of request: VendorRequest) throws(Refusal) -> String {
    if let bearer = request.bearer { return bearer }
    guard let value = request.header("authorization") else {
      throw Refusal(
        status: 403, type: "MissingAuthenticationTokenException", message: "Missing Authentication Token")
    }
    guard value.hasPrefix("AWS4-HMAC-SHA256 "), request.header("x-amz-date") != nil,
      let credential = field("Credential", of: value), let signature = field("Signature", of: value),
      field("SignedHeaders", of: value)?.contains("host") == true
    else { throw .incompleteSignature }
    let scope = credential.split(separator: "/")
    guard scope.count == 5, scope[3] == "bedrock", scope[4] == "aws4_request", signature.utf8.count == 64,
      signature.allSatisfy(\.isHexDigit)
    else { throw .incompleteSignature }
    return String(scope[0])
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

  private func field(_ name: String, of authorization: String) -> String? {
    authorization.split(whereSeparator: { $0 == " " || $0 == "," })
      .first { $0.hasPrefix("\(name)=") }
      .map { String($0.dropFirst(name.count + 1)) }
  }
}

extension Refusal {
  static func validation(_ message: String) -> Refusal {
    Refusal(status: 400, type: "ValidationException", message: message)
  }

  fileprivate static var incompleteSignature: Refusal {
    Refusal(
      status: 403, type: "IncompleteSignatureException",
      message: "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters, "
        + "and an 'X-Amz-Date' or a 'Date' header.")
  }
}
