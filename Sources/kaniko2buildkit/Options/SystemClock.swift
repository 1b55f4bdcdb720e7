import KanikoMigration

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The clock of the machine.
enum SystemClock {
  /// The seconds since 1970.
  static var seconds: Int { Int(time(nil)) }

  /// Today in UTC, so that a check gives the same answer on every machine.
  static var today: CalendarDate {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    let date = CalendarDate(
      year: Int(parts.tm_year) + 1_900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
    return date ?? CalendarDate.distantPast
  }
}
