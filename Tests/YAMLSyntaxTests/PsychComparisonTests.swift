import SourceText
import Testing
import YAMLSyntax

/// Compares every event of every text with Psych; texts that Psych refuses must be refused here too.
private func expectSameAsPsych(
  _ texts: [String], expectsValid: Bool? = nil, sourceLocation: SourceLocation = #_sourceLocation
) throws -> (valid: Int, invalid: Int) {
  var counts = (valid: 0, invalid: 0)
  for (text, expected) in zip(texts, try psychEvents(of: texts)) {
    let tree = try? parse(text, sourceLocation: sourceLocation)
    if expected == nil ? expectsValid == true : expectsValid == false {
      Issue.record("Psych says otherwise: \(text.debugDescription)", sourceLocation: sourceLocation)
    }
    if expected == nil { counts.invalid += 1 } else { counts.valid += 1 }
    let found = tree.map(events)
    if found != expected {
      let difference = zip(found ?? ["refused"], expected ?? ["refused"]).first { $0 != $1 }
      Issue.record("\(text.debugDescription)\n\(difference ?? ("", ""))", sourceLocation: sourceLocation)
    }
  }
  return counts
}

@Test func handwrittenFilesReadAsInPsych() throws {
  _ = try expectSameAsPsych(trickyTexts, expectsValid: true)
}

@Test func whatPsychRefusesIsRefused() throws {
  _ = try expectSameAsPsych(refusedTexts, expectsValid: false)
}

@Test func generatedFilesReadAsInPsych() throws {
  _ = try expectSameAsPsych(seeds(2_000).map { DocumentGenerator.document(seed: $0) }, expectsValid: true)
}

@Test func damagedFilesReadAsInPsych() throws {
  // An alias may have lost its anchor, and Psych cuts a tag off at an escaped NUL: both are no question of syntax.
  let texts = seeds(1_000).map { DocumentGenerator.damagedDocument(seed: $0 + 50_000) }
    .filter { !$0.contains("*") && !$0.contains("%00") }
  let counts = try expectSameAsPsych(texts)
  #expect(counts.valid > 100 && counts.invalid > 100)
}
