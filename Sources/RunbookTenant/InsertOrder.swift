/// In which order tables are filled: parents first; tables in a circle of keys together.
enum InsertOrder {
  /// Groups of tables, each before all that refer to it; a group of several is a circle of foreign keys.
  ///
  /// Tarjan's strongly connected components come out parents first when edges lead from child to parent. A table that refers
  /// to itself is no circle: its keys are checked at the end of the statement.
  static func groups(_ tables: [TableName], _ keys: [ForeignKey]) -> [[TableName]] {
    let nodes = tables.sorted()
    let known = Set(nodes)
    var parents: [TableName: [TableName]] = [:]
    for key in keys where key.child != key.parent && known.contains(key.child) && known.contains(key.parent) {
      parents[key.child, default: []].append(key.parent)
    }
    var search = Search(parents: parents.mapValues { Array(Set($0)).sorted() })
    for node in nodes where search.index[node] == nil { search.visit(node) }
    return search.groups
  }

  private struct Search {
    let parents: [TableName: [TableName]]
    var index: [TableName: Int] = [:]
    var low: [TableName: Int] = [:]
    var stack: [TableName] = []
    var onStack: Set<TableName> = []
    var groups: [[TableName]] = []

    init(parents: [TableName: [TableName]]) { self.parents = parents }

    /// An explicit stack: a chain of keys may be longer than the call stack is deep.
    mutating func visit(_ start: TableName) {
      var path: [(node: TableName, next: Int)] = []
      enter(start, &path)
      while let (node, next) = path.last {
        let edges = parents[node] ?? []
        if next < edges.count {
          path[path.count - 1].next += 1
          let parent = edges[next]
          if index[parent] == nil {
            enter(parent, &path)
          } else if onStack.contains(parent) {
            low[node] = min(low[node] ?? 0, index[parent] ?? 0)
          }
          continue
        }
        path.removeLast()
        if let child = path.last?.node { low[child] = min(low[child] ?? 0, low[node] ?? 0) }
        if low[node] == index[node] { leave(node) }
      }
    }

    private mutating func enter(_ node: TableName, _ path: inout [(node: TableName, next: Int)]) {
      index[node] = index.count
      low[node] = index[node]
      stack.append(node)
      onStack.insert(node)
      path.append((node, 0))
    }

    private mutating func leave(_ node: TableName) {
      var group: [TableName] = []
      while let top = stack.popLast() {
        onStack.remove(top)
        group.append(top)
        if top == node { break }
      }
      groups.append(group.sorted())
    }
  }
}
