import RunbookBase

/// The scripts that a host's `/bin/sh` reads on its standard input: POSIX shell, coreutils or busybox, Linux's `/proc`, and `setsid`.
///
/// Each answers between two lines that carry a random mark, so that nothing which a login prints is taken for an answer.
enum RemoteScript {
  /// After TERM, seconds.
  static let grace = 2

  /// Runs a reading pipeline; both outputs come as they are, and the end of the standard one tells how the members ended.
  ///
  /// The connection is a leash: when it is closed, the pipeline is ended.
  static func read(_ pipeline: RemotePipeline, limit: Int?, mark: String) -> String {
    script(
      """
      exec 3<&0 </dev/null 4>&1
      \(end)
      \(work(pipeline, limit: limit, isLeashed: true))
      if command -v setsid >/dev/null 2>&1; then codes=$( work 5>&1 1>&4 4>&- ); else codes=no-setsid; fi
      printf '\\n%s\\n%s\\nend %s\\n' \(mark) "$codes" \(mark)
      """)
  }

  /// Starts a writing pipeline unless its folder is there already, and tells how it stands.
  static func start(_ pipeline: RemotePipeline, _ place: RemotePlace, limit: Int?, mark: String) -> String {
    asking(
      """
      command -v setsid >/dev/null 2>&1 || refuse 'it has no setsid (package util-linux)'
      [ -r /proc/self/stat ] || refuse 'it has no /proc: it is no Linux'
      \(enter(place))
      if mkdir \(place.word) 2>/dev/null; then
      cd \(place.word) || refuse 'its folder for this run cannot be entered'
      runner=\(RemoteShell.quoted(runner(pipeline, limit: limit)))
      printf '%s' "$runner" | setsid /bin/sh -s >/dev/null 2>complaints &
      i=0
      while [ "$i" -lt 50 ] && [ ! -h claim ]; do sleep 0.1 2>/dev/null || sleep 1; i=$((i+1)); done
      else
      cd \(place.word) || refuse 'its folder for this run cannot be written to'
      fi
      """, from: .start, mark: mark)
  }

  /// Tells how a started pipeline stands, and what it has printed beyond what is known; waits a while for news.
  static func look(_ place: RemotePlace, from offsets: RemoteOffsets, patience: Int, mark: String) -> String {
    asking(
      """
      \(enter(place))
      cd \(place.word) 2>/dev/null || answer absent
      i=0
      while [ "$i" -lt \(patience * 2) ] && [ ! -e exit ] && [ "$(size stdout)" -le \(offsets.output) ] && \
      [ "$(size stderr)" -le \(offsets.error) ] && alive; do sleep 0.5 2>/dev/null || sleep 1; i=$((i+1)); done
      """, from: offsets, mark: mark)
  }

  /// Tells how it stands, for good: what was not started by now never will be.
  static func settle(_ place: RemotePlace, mark: String) -> String {
    asking(
      """
      \(enter(place))
      if mkdir \(place.word) 2>/dev/null; then
      cd \(place.word) && ln -s never claim 2>/dev/null || { rmdir "$root"/\(RemoteShell.quoted(place.run))/\(place.word); refuse 'its folder for this run cannot be written to'; }
      answer absent
      fi
      cd \(place.word) || refuse 'its folder for this run cannot be entered'
      [ -e exit ] || alive || ln -s void claim 2>/dev/null
      """, from: .start, mark: mark)
  }

  /// Ends a running pipeline: TERM, or KILL at once.
  static func stop(_ place: RemotePlace, force: Bool, mark: String) -> String {
    asking(
      """
      \(enter(place))
      cd \(place.word) 2>/dev/null || answer absent
      if [ ! -e exit ] && alive && [ -s group ]; then
      : >ended
      kill -s \(force ? "KILL" : "TERM") -- "-$(cat group)" 2>/dev/null
      fi
      """, from: .end, mark: mark)
  }

  /// Removes what a finished pipeline printed; its place and its record stay, so that it is never started again.
  static func clean(_ place: RemotePlace, mark: String) -> String {
    asking(
      """
      \(enter(place))
      cd \(place.word) 2>/dev/null || answer absent
      [ -e exit ] && rm -f stdout stderr complaints
      """, from: .end, mark: mark)
  }

  // MARK: Parts

  private static func script(_ body: String) -> String { "{\nunset CDPATH ENV\nset +e\n\(body)\nexit 0\n}\n" }

  private static func enter(_ place: RemotePlace) -> String {
    """
    root=\(place.folder.map(RemoteShell.quoted) ?? "\"$HOME/.runbook\"")
    { mkdir -p "$root"/\(RemoteShell.quoted(place.run)) && cd "$root"/\(RemoteShell.quoted(place.run)); } 2>/dev/null || refuse "its folder $root cannot be made"
    """
  }

  /// A question about one place: functions, the body, and the answer.
  private static func asking(_ body: String, from offsets: RemoteOffsets, mark: String) -> String {
    script(
      """
      exec </dev/null
      umask 077
      mark=\(mark)
      \(alive)
      size() { if [ -e "$1" ]; then wc -c <"$1" | tr -d ' '; else echo 0; fi; }
      refuse() { printf '\\n%s\\nrefused %s\\ndata 0 0\\n\\nend %s\\n' "$mark" "$*" "$mark"; exit 0; }
      answer() { printf '\\n%s\\nstate %s\\ndata 0 0\\n\\nend %s\\n' "$mark" "$*" "$mark"; exit 0; }
      \(body)
      if [ -e exit ]; then state=exited
      elif alive; then state=running
      elif [ -e exit ]; then state=exited
      elif [ "$(readlink claim)" = void ]; then state=void
      elif [ "$(readlink claim)" = never ]; then state=absent
      elif [ -h claim ]; then state=dead
      else state=begun; fi
      \(offsets.isEnd ? "o=0 e=0 n=0 k=0" : chunks(offsets))
      printf '\\n%s\\nstate %s\\n' "$mark" "$state"
      [ -s pid ] && sed 's/^/process /' pid
      [ -s complaints ] && sed -n '1,5s/^/complaint /p' complaints
      [ "$state" = exited ] && sed -n 's/^/record /p;/^record end$/q' exit
      printf 'sizes %s %s\\ndata %s %s\\n' "$o" "$e" "$n" "$k"
      [ "$n" -gt 0 ] && tail -c +\(offsets.output + 1) stdout | head -c "$n"
      [ "$k" -gt 0 ] && tail -c +\(offsets.error + 1) stderr | head -c "$k"
      printf '\\nend %s\\n' "$mark"
      """)
  }

  private static func chunks(_ offsets: RemoteOffsets) -> String {
    """
    o=$(size stdout) e=$(size stderr)
    n=$((o-\(offsets.output))) k=$((e-\(offsets.error)))
    if [ "$n" -lt 0 ]; then n=0; elif [ "$n" -gt \(RemoteOffsets.piece) ]; then n=\(RemoteOffsets.piece); fi
    if [ "$k" -lt 0 ]; then k=0; elif [ "$k" -gt \(RemoteOffsets.piece) ]; then k=\(RemoteOffsets.piece); fi
    """
  }

  /// A process is the boot, the number and the moment of its start; the parts of a line of `/proc` count after the last `)`.
  private static let alive = """
    boot() { cat /proc/sys/kernel/random/boot_id; }
    field() { l=$(cat "/proc/$1/stat" 2>/dev/null) || return 1; l=${l##*\\) }; n=$2; set -- $l; [ "$1" = Z ] && return 1; shift "$n"; printf '%s' "$1"; }
    alive() {
    [ -s pid ] && read -r p s b <pid && [ "$b" = "$(boot)" ] || return 1
    [ "$(field "$p" 19)" = "$s" ] && return 0
    g=; [ -s group ] && read -r g <group
    [ -n "$g" ] || return 1
    for f in /proc/[0-9]*; do [ "$(field "${f#/proc/}" 3)" = "$g" ] && return 0; done
    return 1
    }
    """

  /// TERM for the pipeline, then KILL.
  private static let end = """
    end() { kill -s TERM -- "-$g"; sleep \(grace) & s=$!; wait "$s"; kill -s KILL -- "-$g"; }
    """

  /// Runs the pipeline in a session of its own and waits for it; descriptor 5 tells of its members and of what ended it.
  private static func work(_ pipeline: RemotePipeline, limit: Int?, isLeashed: Bool) -> String {
    let quiet = ">/dev/null 2>&1 3<&- 4>&- 5>&-"
    // Born with TERM at its default: one that is ended before it has set its trap must not sit its time out.
    let timer = """
      trap - TERM
      ( f=0; s=; trap 'kill "$s"; exit "$f"' TERM; sleep \(limit ?? 0) & s=$!; wait "$s"; f=9; end; exit 9 ) \(quiet) &
      t=$!
      \(isLeashed ? "" : "trap '' TERM")
      """
    let leash = """
      ( read -r line; end ) <&3 >/dev/null 2>&1 3<&- 4>&- 5>&- &
      l=$!
      """
    return """
      work() {
      pipeline=\(RemoteShell.quoted(pipeline.script))
      printf '%s' "$pipeline" | ( trap - TERM
      exec setsid env -i HOME="$HOME" USER="$USER" LOGNAME="$LOGNAME" /bin/sh -s ) 3<&- 4>&- &
      g=$!
      \(isLeashed ? "" : "echo \"$g\" >group")
      \(limit == nil ? "" : timer)
      \(isLeashed ? leash : "")
      wait "$g"
      echo "shell $?" >&5
      \(isLeashed ? "kill -s KILL \"$l\" 2>/dev/null" : "")
      \(limit == nil ? "" : "kill -s TERM \"$t\" 2>/dev/null; wait \"$t\"; [ $? = 9 ] && { echo timed-out >&5; kill -s KILL -- \"-$g\" 2>/dev/null; }")
      return 0
      }
      """
  }

  /// What is left behind on the host: it survives every connection, and its record appears whole or not at all.
  private static func runner(_ pipeline: RemotePipeline, limit: Int?) -> String {
    script(
      """
      exec </dev/null
      umask 077
      trap '' TERM
      \(alive)
      \(end)
      \(work(pipeline, limit: limit, isLeashed: false))
      keep() { sync "$@" 2>/dev/null || sync; }
      echo "$$ $(field $$ 19) $(boot)" >pid.new && mv pid.new pid || exit 1
      head -c 4096 /dev/zero >exit.new && head -c 4096 /dev/zero >codes && keep exit.new codes pid . .. || exit 1
      ln -s taken claim || exit 1
      keep .
      began=$(date +%s)
      work >stdout 2>stderr 5<>codes
      keep stdout stderr
      over=$(date +%s)
      {
      echo 'runbook-exit 1'
      tr -d '\\000' <codes
      [ -e ended ] && echo ended
      echo "began $began"
      echo "over $over"
      echo end
      } 1<>exit.new && keep exit.new && mv exit.new exit && keep .
      """)
  }
}
