@main
enum Sitrep {
  static func main() async {
  }
}
