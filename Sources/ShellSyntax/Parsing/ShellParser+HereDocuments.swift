internal import SourceText

/// The bodies of here-documents.
extension ShellParser {
  /// Reads the body that starts at ``position``, up to and with its delimiter line.
  ///
  /// A body that ends with the text, without a delimiter, is complete, as ash has it. A body that cannot be parsed is
  /// one opaque part and a problem, so that it is never taken for commands.
  mutating func readHereDocument(_ document: PendingHereDocument) {
    let start = position
    var lineStart = start
    var isContinued = false
    var delimiter = ByteRange(at: end)
    var bodyEnd = end
    while lineStart < end {
      let lineEnd = endOfLine(from: lineStart)
      if !isContinued, isDelimiter(document, lineStart, lineEnd) {
        delimiter = ByteRange(lineStart, lineEnd)
        bodyEnd = lineStart
        break
      }
      isContinued = !document.isQuoted && endsWithContinuation(lineStart, lineEnd)
      lineStart = min(lineEnd + 1, end)
    }
    let body = ByteRange(start, bodyEnd)
    let parts = hereDocumentParts(body, isQuoted: document.isQuoted)
    hereDocuments[document.operatorOffset] = .init(body: body, delimiter: delimiter, parts: parts)
    position = min(delimiter.upperBound + 1, end)
  }

  /// Gives here-documents that wait for a newline an empty body at the end of what is being parsed.
  mutating func readHereDocumentsAtEnd() {
    let pending = pendingHereDocuments
    pendingHereDocuments = []
    for document in pending {
      position = end
      readHereDocument(document)
    }
  }

  private func isDelimiter(_ document: PendingHereDocument, _ lineStart: Int, _ lineEnd: Int) -> Bool {
    var start = lineStart
    if document.stripsTabs {
      while start < lineEnd, text[start] == .tab { start += 1 }
    }
    return lineEnd - start == document.delimiter.count && text[start..<lineEnd].elementsEqual(document.delimiter)
  }

  /// Whether a line ends with an odd number of backslashes, so that the next line belongs to it.
  private func endsWithContinuation(_ lineStart: Int, _ lineEnd: Int) -> Bool {
    var place = lineEnd
    while place > lineStart, text[place - 1] == .backslash { place -= 1 }
    return (lineEnd - place) % 2 == 1
  }

  private mutating func hereDocumentParts(_ body: ByteRange, isQuoted: Bool) -> [ShellWord.Part] {
    guard !body.isEmpty else { return [] }
    guard !isQuoted else { return [.init(kind: .literal, range: body)] }
    let outerEnd = end
    let outerDepth = depth
    let checkpoint = checkpoint
    defer {
      end = outerEnd
      depth = outerDepth
    }
    position = body.lowerBound
    end = body.upperBound
    do throws(Failure) {
      try enter()
      return try parseParts(.hereDocument)
    } catch {
      // What is inside is opaque with the body, its problems say nothing more.
      rewind(to: checkpoint)
      problems.append(error.problem)
      return [.init(kind: .opaque, range: body)]
    }
  }
}
