import Glibc

/// How a file is opened; close-on-exec is always added, so that no descriptor leaks into a child.
public struct OpenFlags: OptionSet, Sendable {
  /// The kernel's bits.
  public let rawValue: Int32

  /// Flags from the kernel's bits.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// For reading.
  public static let readOnly: OpenFlags = []
  /// For writing.
  public static let writeOnly = OpenFlags(rawValue: O_WRONLY)
  /// For both.
  public static let readWrite = OpenFlags(rawValue: O_RDWR)
  /// Make the file if it is not there.
  public static let create = OpenFlags(rawValue: O_CREAT)
  /// With `create`: fail if the file is there.
  public static let exclusive = OpenFlags(rawValue: O_EXCL)
  /// Empty the file.
  public static let truncate = OpenFlags(rawValue: O_TRUNC)
  /// Write at the end, always.
  public static let append = OpenFlags(rawValue: O_APPEND)
  /// Fail if it is not a directory.
  public static let directory = OpenFlags(rawValue: O_DIRECTORY)
  /// Fail if the last part of the path is a symbolic link.
  public static let noFollow = OpenFlags(rawValue: O_NOFOLLOW)
  /// Do not wait, neither here nor in reads and writes.
  public static let nonBlocking = OpenFlags(rawValue: O_NONBLOCK)
  /// A terminal opened does not become the controlling one.
  public static let noControllingTerminal = OpenFlags(rawValue: O_NOCTTY)
}
