import RunbookBase
import RunbookSystem
import Testing

/// The HTML report in a real browser, headless: what a page looks like is not to be read off its source.
@Suite("The report in a browser") struct BrowserTests {
  static let browser = ["chromium", "chromium-browser", "google-chrome"].lazy
    .compactMap { ExecutableSearch.resolve($0, path: "/usr/local/bin:/usr/bin:/bin") }.first

  /// Widths of a telephone, a small and a large tablet, and a desk.
  private static let widths = [320, 390, 640, 768, 960, 1280]

  private static var goldens: String {
    let tests = Files.directory(of: Files.directory(of: #filePath) ?? "") ?? ""
    return tests + "/Goldens/report.html"
  }

  /// A page that holds the report in frames of several widths and writes down what it finds in each.
  private static let harness = """
    <!DOCTYPE html><meta charset="utf-8"><body style="margin:0"><script>
    const found=[];
    async function look(width){
      const f=document.createElement('iframe'); f.style=`width:${width}px;height:900px;border:0`; f.src='report.html';
      document.body.append(f); await new Promise(done=>f.onload=done);
      const d=f.contentDocument, v=f.contentWindow, e=d.documentElement, s=v.getComputedStyle(d.body);
      const pictures=[...d.querySelectorAll('.picture svg')].filter(p=>v.getComputedStyle(p).display!='none'&&p.getBoundingClientRect().width>0);
      const light=c=>{const n=c.match(/[0-9.]+/g).map(Number); return Math.round((n[0]*299+n[1]*587+n[2]*114)/1000)};
      const small=[...d.querySelectorAll('p,li,td,dd,h1,h2')].filter(p=>p.textContent.trim()&&parseFloat(v.getComputedStyle(p).fontSize)<11).length;
      found.push({width, frame:e.clientWidth, page:e.scrollWidth, pictures:pictures.map(p=>p.classList.contains('narrow')?'narrow':'wide'),
        right:Math.max(0,...pictures.map(p=>Math.round(p.getBoundingClientRect().right))), loaded:v.performance.getEntriesByType('resource').length,
        ink:light(s.color), paper:light(s.backgroundColor), title:d.title, headings:d.querySelectorAll('h2').length, small});
      f.remove();
    }
    (async()=>{for(const w of [\(widths.map(String.init).joined(separator: ","))]) await look(w);
      const p=document.createElement('pre'); p.id='found'; p.textContent=JSON.stringify(found); document.body.append(p);})();
    </script>
    """

  private func look(_ report: [UInt8], isDark: Bool) throws -> (views: [JSON], talk: String) {
    let folder = try Files.temporaryDirectory(prefix: "runbook-browser-test")
    defer { try? Files.removeTree(folder) }
    try Files.writeDurably(report, to: folder + "/report.html")
    try Files.writeDurably(Array(Self.harness.utf8), to: folder + "/look.html")
    let said = try Said.by(
      try #require(Self.browser),
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--allow-file-access-from-files",
        "--enable-logging=stderr",
        "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--user-data-dir=\(folder)/profile", "--virtual-time-budget=20000",
        "--dump-dom", "file://\(folder)/look.html",
      ], environment: ["HOME": folder])
    let page = try #require(said.output.split(separator: #"<pre id="found">"#, maxSplits: 1).dropFirst().first, "\(said.talk)")
    let text = page.prefix(while: { $0 != "<" }).split(separator: "&amp;", omittingEmptySubsequences: false).joined(separator: "&")
    return (try #require(try JSON.parse(Array(text.utf8)).arrayValue), said.talk)
  }

  private func expectGood(_ report: [UInt8]) throws {
    var titles: Set<String> = []
    for isDark in [false, true] {
      let (views, talk) = try look(report, isDark: isDark)
      #expect(views.count == Self.widths.count)
      for view in views {
        let width = view["width"]?.intValue ?? 0
        #expect(view["page"]?.intValue == view["frame"]?.intValue, "at \(width) px the page is wider than its window: \(view)")
        let pictures = view["pictures"]?.arrayValue ?? []
        #expect(pictures == [width < 736 ? "narrow" : "wide"], "one picture for each width: \(view)")
        #expect((view["right"]?.intValue ?? 0) <= (view["frame"]?.intValue ?? 0), "the picture ends within the page: \(view)")
        #expect(view["loaded"]?.intValue == 0, "nothing is loaded")
        let (ink, paper) = (view["ink"]?.intValue ?? 0, view["paper"]?.intValue ?? 0)
        #expect(isDark ? ink - paper > 150 : paper - ink > 150, "ink stands out from paper: \(view)")
        #expect(view["small"]?.intValue == 0, "no text is too small to be read: \(view)")
        titles.insert(view["title"]?.stringValue ?? "")
      }
      #expect(!talk.contains("Refused to") && !talk.contains("CONSOLE"), "the browser complains: \(talk)")
    }
    #expect(titles.count == 1 && titles.first?.isEmpty == false)
  }

  @Test(
    "the report of a long night fits every width, in the light and in the dark, and loads nothing",
    .enabled(if: browser != nil, "no chromium on this machine"))
  func sample() throws { try expectGood(try Files.read(Self.goldens)) }

  @Test("the report of a run that was just made does, too", .enabled(if: browser != nil, "no chromium on this machine"))
  func fresh() throws {
    try Bench.with { bench in
      try bench.paused(["--since", WallTime(nanoseconds: Clock.wall() - 3_600_000_000_000).text(.seconds)])
      let path = bench.folder + "/report.html"
      #expect(try bench.run(["report", "--state", bench.state, "--out", path]).code == 0)
      try expectGood(try Files.read(path))
    }
  }

  @Test("on paper it is dark on white, whatever the screen likes", .enabled(if: browser != nil, "no chromium on this machine"))
  func paper() throws {
    let folder = try Files.temporaryDirectory(prefix: "runbook-browser-test")
    defer { try? Files.removeTree(folder) }
    try Files.writeDurably(try Files.read(Self.goldens), to: folder + "/report.html")
    let said = try Said.by(
      try #require(Self.browser),
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--blink-settings=preferredColorScheme=0",
        "--user-data-dir=\(folder)/profile", "--print-to-pdf=\(folder)/report.pdf", "file://\(folder)/report.html",
      ], environment: ["HOME": folder])
    let pdf = try Files.read(folder + "/report.pdf", limit: 64 << 20)
    #expect(pdf.starts(with: "%PDF-".utf8) && pdf.count > 20_000, "\(said.talk)")
  }
}
