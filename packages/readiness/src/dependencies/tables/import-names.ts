/**
 * Modules whose package has another name, with every package that brings them. A module that is not here is taken to have
 * the name of its package. The longest name that fits wins: `google.cloud.storage` before `google`.
 */
const NAMES = `
  attr attrs
  bs4 beautifulsoup4
  bson pymongo
  Crypto pycryptodome
  Cryptodome pycryptodomex
  cv2 opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless
  dateutil python-dateutil
  deepl deepl
  discord discord-py py-cord
  distutils setuptools
  dns dnspython
  docx python-docx
  docx2txt docx2txt
  dotenv python-dotenv
  faiss faiss-cpu faiss-gpu
  fitz pymupdf
  flask_cors flask-cors
  frontmatter python-frontmatter
  git gitpython
  github pygithub
  gitlab python-gitlab
  google.adk google-adk
  google.api_core google-api-core
  google.auth google-auth
  google.cloud.aiplatform google-cloud-aiplatform
  google.cloud.bigquery google-cloud-bigquery
  google.cloud.firestore google-cloud-firestore
  google.cloud.logging google-cloud-logging
  google.cloud.pubsub google-cloud-pubsub
  google.cloud.pubsub_v1 google-cloud-pubsub
  google.cloud.secretmanager google-cloud-secret-manager
  google.cloud.storage google-cloud-storage
  google.genai google-genai
  google.generativeai google-generativeai
  google.oauth2 google-auth
  google.protobuf protobuf
  google_auth_oauthlib google-auth-oauthlib
  googleapiclient google-api-python-client
  grpc grpcio
  jose python-jose
  jwt pyjwt
  kafka kafka-python kafka-python-ng
  langchain_community langchain-community
  ldap python-ldap
  llama_index llama-index llama-index-core
  Levenshtein levenshtein python-levenshtein
  magic python-magic python-magic-bin
  markdown markdown
  mcp mcp
  memcache python-memcached
  MySQLdb mysqlclient
  mysql mysql-connector-python
  nacl pynacl
  OpenSSL pyopenssl
  opentelemetry.sdk opentelemetry-sdk
  opentelemetry opentelemetry-api
  PIL pillow pillow-simd
  pkg_resources setuptools
  playwright playwright
  pptx python-pptx
  psycopg psycopg psycopg-binary
  psycopg2 psycopg2 psycopg2-binary
  PyPDF2 pypdf2
  PyQt5 pyqt5
  PyQt6 pyqt6
  pythoncom pywin32
  pyrogram pyrogram
  pywintypes pywin32
  pinecone pinecone pinecone-client
  rest_framework djangorestframework
  ruamel ruamel-yaml
  sentry_sdk sentry-sdk
  serial pyserial
  setuptools setuptools
  skimage scikit-image
  sklearn scikit-learn
  slack slackclient
  slack_bolt slack-bolt
  slack_sdk slack-sdk
  slugify python-slugify
  socketio python-socketio
  speech_recognition speechrecognition
  sqlalchemy sqlalchemy
  tavily tavily-python
  telegram python-telegram-bot
  telebot pytelegrambotapi
  twilio twilio
  umap umap-learn
  usb pyusb
  weaviate weaviate-client
  websocket websocket-client
  whisper openai-whisper
  win32api pywin32
  win32com pywin32
  win32con pywin32
  wx wxpython
  xdg pyxdg
  yaml pyyaml
  youtube_transcript_api youtube-transcript-api
  zmq pyzmq
  zoneinfo tzdata
  duckduckgo_search duckduckgo-search
  ddgs ddgs
  agents openai-agents
  azure.ai.inference azure-ai-inference
  azure.core azure-core
  azure.identity azure-identity
  azure.storage.blob azure-storage-blob
  azure.keyvault.secrets azure-keyvault-secrets
  backports.zoneinfo backports-zoneinfo
  snowflake.connector snowflake-connector-python
  autogen pyautogen ag2 autogen
  autogen_agentchat autogen-agentchat
  autogen_core autogen-core
  autogen_ext autogen-ext
  pydantic_ai pydantic-ai pydantic-ai-slim
  pydantic_settings pydantic-settings
  langgraph_sdk langgraph-sdk
  multipart python-multipart
  python_multipart python-multipart
  starlette starlette
`;

export const PACKAGES_OF_MODULE: ReadonlyMap<string, readonly string[]> = new Map(
  NAMES.trim()
    .split("\n")
    .map((line): [string, string[]] => {
      const [module = "", ...packages] = line.trim().split(/\s+/);
      return [module, packages];
    }),
);
