// GNU and Linux functions that the Glibc module does not show, declared here and nowhere else.
// All have fixed arguments and are in every glibc since 2.36, so the calling convention is the plain C one.
import Glibc

/// Start the child in a session of its own (`<spawn.h>`).
let linuxSpawnSetSession: Int16 = 0x80

@_silgen_name("pipe2")
func linuxPipe2(_ ends: UnsafeMutablePointer<Int32>, _ flags: Int32) -> Int32

@_silgen_name("pidfd_open")
func linuxPidfdOpen(_ pid: Int32, _ flags: UInt32) -> Int32

@_silgen_name("pidfd_send_signal")
func linuxPidfdSendSignal(_ descriptor: Int32, _ signal: Int32, _ info: UnsafeMutableRawPointer?, _ flags: UInt32) -> Int32

@_silgen_name("posix_spawn_file_actions_addclosefrom_np")
func linuxSpawnAddCloseFrom(_ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ from: Int32) -> Int32

@_silgen_name("posix_spawn_file_actions_addfchdir_np")
func linuxSpawnAddFchdir(_ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ directory: Int32) -> Int32

@_silgen_name("adjtimex")
func linuxAdjtimex(_ time: UnsafeMutableRawPointer) -> Int32
