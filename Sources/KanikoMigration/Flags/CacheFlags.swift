extension KanikoFlag {
  /// Flags of the layer cache and of the base image cache.
  static let cacheFlags: [KanikoFlag] = [
    KanikoFlag(
      "cache", .bool, default: "false", .cache, .approximate, .safeWithNote,
      becomes: "--import-cache type=registry,ref=REF --export-cache type=registry,ref=REF,mode=max,ignore-error=true",
      reason: "buildkit keeps its cache under one tag and cannot read kaniko's, so the first build fills it anew",
      advice: "delete kaniko's cache repository when every job has moved"),
    KanikoFlag(
      "cache-repo", .string, .cacheRepository, .approximate, .safeWithNote,
      becomes: "ref=REPO:buildcache",
      reason: "buildkit keeps its cache under one tag of the same repository"),
    KanikoFlag(
      "cache-ttl", .duration, default: "336h", .drop, .noEquivalent, .safeWithNote,
      reason: "a buildkit cache does not expire",
      advice: "remove old caches with a cleanup policy of the registry"),
    KanikoFlag(
      "cache-copy-layers", .bool, default: "false", .drop, .exact, .safe,
      reason: "buildkit always caches COPY and ADD"),
    KanikoFlag(
      "cache-run-layers", .bool, default: "true", .cacheRunLayers, .approximate, .manual,
      reason: "buildkit cannot cache COPY without caching RUN",
      advice: "leave the flag out, or leave the cache out"),
    KanikoFlag(
      "cache-dir", .string, default: "/cache", .drop, .noEquivalent, .safeWithNote,
      reason: "it holds base images that kaniko's warmer downloaded; buildkit pulls them from their registry",
      advice: "speed up pulls with the dependency proxy or another pull-through mirror"),
    KanikoFlag(
      "no-push-cache", .bool, default: "false", .noPushCache, .exact, .safe,
      becomes: "`--import-cache` without `--export-cache`",
      reason: "the cache is read and not written"),
    KanikoFlag(
      "compressed-caching", .bool, default: "true", .drop, .noEffect, .safe,
      reason: "it trades memory for time inside kaniko"),
  ]
}
