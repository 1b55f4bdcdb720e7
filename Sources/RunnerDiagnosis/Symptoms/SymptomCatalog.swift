/// Every symptom that is known.
public enum SymptomCatalog {
  /// The symptoms; their order means nothing.
  public static let all: [Symptom] =
    daemon + runner + registry + cache + commands + dockerfile

  /// The symptom with a name; nil where there is none.
  public static func symptom(named name: String) -> Symptom? { all.first { $0.name == name } }
}
