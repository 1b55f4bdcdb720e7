import GitLabCI
import Testing

@Test(arguments: [
  ("a: 1\nb: 2\na: 3\n", "{a: 3, b: 2}"),
  ("a: {x: 1}\na: {y: 2}\n", "{a: {y: 2}}"),
  ("b: &b {y: 2, z: 3}\nm: {y: 1, <<: *b}\n", "{b: {y: 2, z: 3}, m: {y: 2, z: 3}}"),
  ("b: &b {y: 2, z: 3}\nm: {<<: *b, y: 1}\n", "{b: {y: 2, z: 3}, m: {y: 1, z: 3}}"),
  ("b: &b {v: {p: 1}}\nm: {<<: *b, v: {q: 2}}\n", "{b: {v: {p: 1}}, m: {v: {q: 2}}}"),
  ("a: &a {k: 1}\nb: &b {k: 2, l: 3}\nm: {<<: [*a, *b]}\n", "{a: {k: 1}, b: {k: 2, l: 3}, m: {k: 1, l: 3}}"),
  ("a: &a {k: 1}\nb: &b {k: 2}\nm: {<<: *a, <<: *b}\n", "{a: {k: 1}, b: {k: 2}, m: {k: 2}}"),
  ("a: &a {k: 1}\nm: {\"<<\": *a}\n", "{a: {k: 1}, m: {k: 1}}"),
  ("a: &a {k: 1}\nm: {!!str <<: *a}\n", "{a: {k: 1}, m: {<<: {k: 1}}}"),
  ("m: {<<: text}\n", "{m: {<<: 'text'}}"),
  ("m: {<<: [1, {a: b}]}\n", "{m: {<<: [1, {a: 'b'}]}}"),
  ("l: &l [{a: 1}]\nm: {<<: *l}\n", "{l: [{a: 1}], m: {<<: [{a: 1}]}}"),
  ("m: {<<: {a: 1}, b: 2}\n", "{m: {a: 1, b: 2}}"),
  ("a: &a {k: 1}\nb: &b {<<: *a, l: 2}\nm: {<<: *b}\n", "{a: {k: 1}, b: {k: 1, l: 2}, m: {k: 1, l: 2}}"),
])
func mergeKeysAndDuplicatesFollowPsych(written: String, shown: String) throws {
  #expect(try content(written) == shown)
}

@Test func mergedEntriesKnowTheirOwnerAndSources() throws {
  let pipeline = try pipeline("a: &a {k: 1}\nb: &b {l: 2}\nm:\n  <<: [*a, *b]\n  n: 3\n")
  let merged = try #require(pipeline.root["m"]?.mapping)
  let first = try #require(pipeline.root["a"]?.origin)
  let second = try #require(pipeline.root["b"]?.origin)
  let own = try #require(pipeline.root["m"]?.origin)
  #expect(merged[entry: "k"]?.owner == first)
  #expect(merged[entry: "l"]?.owner == second)
  #expect(merged[entry: "n"]?.owner == own)
  // Weakest first: the earlier element of the list wins, the mapping itself comes last.
  #expect(merged.sources == [second, first, own])
}

@Test func mappingsWithManyKeysAreFoundByName() throws {
  let text = "vars:\n" + (0..<40).map { "  K\($0): v\($0)\n" }.joined() + "  K7: again\n"
  let vars = try #require(try pipeline(text).root["vars"]?.mapping)
  #expect(vars.entries.count == 40)
  #expect(vars["K7"]?.text == "again")
  #expect(vars["K39"]?.text == "v39")
  #expect(vars["K40"] == nil)
}

@Test func aReferenceHasNoAliases() {
  let project = load("a: &a !reference [b, c]\nd: *a\n")
  #expect(project.messages == ["error: an alias names a `!reference`, which GitLab's loader cannot repeat"])
  #expect(project.hasUnreadableFiles)
}
