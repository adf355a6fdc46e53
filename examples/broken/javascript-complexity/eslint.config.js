import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";

export default defineConfig(
  globalIgnores(["coverage"]),
  js.configs.recommended,
);
